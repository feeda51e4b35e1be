internal import MCPTesting
internal import MCPTransportHTTP
internal import NIOCore
internal import NIOEmbedded
internal import NIOHTTP1
internal import Testing

@testable internal import MCPHTTPServer

/// What the parser makes of bytes, beside what NIO's decoder makes of them.
@Suite(.timeLimit(.minutes(1)))
struct ParsingTests {
    struct Parsed: Equatable {
        var method: String
        var target: String
        var fields: [String]
        var body: [UInt8] = []
    }

    static let requests = [
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "\r\n\r\nGET /a/b?c=%20d&e HTTP/1.1\r\nhost:x:80\r\nAccept: */*;q=0.1 \t\r\nEmpty:\r\nX-T: \u{e9}\r\n\r\n",
        "POST /mcp HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"id\":1}\r\n\r\n",
        "POST /mcp HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTE: trailers\r\n\r\n"
            + "5;a=b;c;d=\"e \\\" f\"\r\nhello\r\n00A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n",
        "DELETE /mcp HTTP/1.1\r\nMcp-Session-Id: 0123456789abcdef0123456789abcdef\r\nHost: x\r\nConnection: keep-alive\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\nOrigin: http://y\r\n\r\n",
        "PUT http://x/a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
    ]

    /// Requests one after the other, in pieces.
    /// - Returns: what was whole before the end, or before something that is refused.
    static func parse(_ pieces: [[UInt8]], _ limits: HTTPServerLimits = HTTPServerLimits()) -> (parsed: [Parsed], refusal: Refusal?) {
        var (parsed, assembly, heads) = ([Parsed](), RequestAssembly?.none, HeadBuffer())
        var buffer = ByteBuffer()
        for piece in pieces {
            buffer.writeBytes(piece)
            do throws(Refusal) {
                while true {
                    if assembly == nil {
                        guard let head = try heads.take(&buffer, limits) else { break }
                        assembly = try RequestAssembly(head, limits)
                    }
                    guard try assembly?.take(&buffer) == true, let whole = assembly.take() else { break }
                    let request = whole.finish(remoteAddress: nil)
                    let target = request.path + (request.query.map { "?\($0)" } ?? "")
                    parsed.append(
                        Parsed(
                            method: request.method, target: target, fields: request.headers.fields.map { "\($0.name): \($0.value)" },
                            body: request.body))
                }
            } catch {
                return (parsed, error)
            }
        }
        return (parsed, nil)
    }

    /// The same by NIO's decoder.
    static func decode(_ bytes: [UInt8]) -> (parsed: [Parsed], isRefused: Bool) {
        let channel = EmbeddedChannel(handler: ByteToMessageHandler(HTTPRequestDecoder()))
        var isRefused = false
        // What was decoded before an error counts.
        do { try channel.writeInbound(ByteBuffer(bytes: bytes)) } catch { isRefused = true }
        var (parsed, open) = ([Parsed](), Parsed?.none)
        while let part = try? channel.readInbound(as: HTTPServerRequestPart.self) {
            switch part {
            case .head(let head):
                let fields = head.headers.map { "\($0.name): \($0.value.trimmingBlanks)" }
                open = Parsed(method: head.method.rawValue, target: RequestTarget.originForm(head.uri) ?? "", fields: fields)
            case .body(let body): open?.body += Array(body.readableBytesView)
            case .end: if let whole = open.take() { parsed.append(whole) }
            }
        }
        // Whether it ends well is not asked.
        do { _ = try channel.finish(acceptAlreadyClosed: true) } catch {}
        return (parsed, isRefused)
    }

    @Test(arguments: requests) func bothTakeTheSame(_ request: String) {
        let bytes = Array(request.utf8)
        let (parsed, refusal) = Self.parse([bytes])
        #expect(refusal == nil)
        // Bytes behind the declared length are not the body's; they may be the next request's empty lines.
        #expect(parsed.count == 1)
        #expect(parsed == Self.decode(bytes).parsed)
    }

    @Test(arguments: requests) func piecesMakeNoDifference(_ request: String) {
        let bytes = Array((request + request).utf8)
        let whole = Self.parse([bytes]).parsed
        #expect(whole.count == 2)
        #expect(Self.parse(bytes.map { [$0] }).parsed == whole)
        for cut in bytes.indices { #expect(Self.parse([Array(bytes[..<cut]), Array(bytes[cut...])]).parsed == whole) }
    }

    /// Two readers that find different requests in the same bytes are what request smuggling lives on: ours may refuse what the other takes,
    /// and never takes it for something else.
    @Test func nothingIsTakenForSomethingElse() throws {
        var random = SplitMix64(state: 20_260_728)
        let spoilers = Array("\r\n \t:;,0aG\u{0}\u{7f}\u{e9}=\"/?#-+xX_(".utf8)
        var (taken, refused, moreLenient) = (0, 0, 0)
        for round in 0..<10_000 {
            var bytes = Array((Self.requests[round % Self.requests.count] + Self.requests[0]).utf8)
            for _ in 0...Int(random.next() % 3) {
                let place = Int(random.next() % UInt64(bytes.count))
                let byte = spoilers[Int(random.next() % UInt64(spoilers.count))]
                switch random.next() % 4 {
                case 0: bytes.insert(byte, at: place)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(contentsOf: bytes[place..<min(place + Int(random.next() % 40), bytes.count)], at: place)
                default: bytes[place] = byte
                }
            }
            let (ours, refusal) = Self.parse([bytes])
            let (theirs, isRefused) = Self.decode(bytes)
            if refusal == nil { taken += 1 } else { refused += 1 }
            let both = min(ours.count, theirs.count)
            let isSame = ours[..<both] == theirs[..<both] && (ours.count <= theirs.count || isRefused)
            try #require(isSame, "\(String(decoding: bytes, as: UTF8.self).debugDescription): \(ours) and \(theirs)")
            // What ours takes beyond the other's refusal must be rare and known: blanks behind a length.
            if ours.count > theirs.count { moreLenient += 1 }
        }
        #expect(moreLenient < 10)
        #expect(taken > 500 && refused > 500)
    }

    @Test(arguments: [
        "GET / HTTP/1.1\nHost: x\n\n",
        "GET / HTTP/1.1\r\nHost: x\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n\n",
        "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1 \r\nHost: x\r\n\r\n",
        "GET / http/1.1\r\nHost: x\r\n\r\n",
        "GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\n: x\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n\tA: b\r\n\r\n",
        "GET /\u{1} HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 5\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x5\r\n\r\nhello",
    ])
    func headsAreReadStrictly(_ request: String) {
        let (parsed, refusal) = Self.parse([Array(request.utf8)])
        #expect(parsed.isEmpty)
        #expect(refusal?.status == 400)
    }

    @Test(arguments: [
        ("5\nhello\r\n0\r\n\r\n", 400),
        ("5\r\nhelloX\r\n0\r\n\r\n", 400),
        ("5\r\nhello\n0\r\n\r\n", 400),
        ("\r\n0\r\n\r\n", 400),
        ("-5\r\nhello\r\n0\r\n\r\n", 400),
        ("0x5\r\nhello\r\n0\r\n\r\n", 400),
        ("5 5\r\nhello\r\n0\r\n\r\n", 400),
        (" 5\r\nhello\r\n0\r\n\r\n", 400),
        ("5;a=\"b\r\nhello\r\n0\r\n\r\n", 400),
        ("5;\u{0}\r\nhello\r\n0\r\n\r\n", 400),
        ("5;\(String(repeating: "a", count: 300))\r\nhello\r\n0\r\n\r\n", 400),
        ("FFFFFFFFFFFFFFFFF\r\n", 413),
        ("7FFFFFFFFFFFFFFF\r\n", 413),
        ("0\r\nno field\r\n\r\n", 400),
        ("0\r\n: x\r\n\r\n", 400),
        ("0\r\nA: \(String(repeating: "a", count: 9_000))\r\n\r\n", 431),
        ("0\r\n\(String(repeating: "A: b\r\n", count: 101))\r\n", 431),
    ])
    func chunksAreReadStrictly(_ body: String, _ status: Int) {
        let head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        for pieces in [[Array((head + body).utf8)], (head + body).utf8.map { [$0] }] {
            let (parsed, refusal) = Self.parse(pieces)
            #expect(parsed.isEmpty)
            #expect(refusal?.status == status)
        }
    }

    @Test func aHeadThatDoesNotEndIsRefused() {
        for line in ["\r\n", "A: b\r\n", "a"] {
            let piece = Array(line.utf8)
            let (parsed, refusal) = Self.parse([Array("GET / HTTP/1.1\r\n".utf8)] + [[UInt8]](repeating: piece, count: 60_000))
            #expect(parsed.isEmpty)
            #expect(refusal != nil)
        }
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        var text = Substring(self).utf8
        while let byte = text.first, byte.isBlank { text.removeFirst() }
        while let byte = text.last, byte.isBlank { text.removeLast() }
        return String(Substring(text))
    }
}
