internal import NIOCore
internal import Testing

@testable internal import MCPHTTPServer

struct PartTests {
    /// What holds where nobody says otherwise.
    @Test func limitsByDefault() {
        let limits = HTTPServerLimits()
        #expect(limits.connections == 20_000 && limits.bodyBytes == 4 << 20)
        #expect(limits.headerBytes == 32 << 10 && limits.headerFieldBytes == 8 << 10 && limits.headerFields == 100)
        #expect(limits.headTime == .seconds(10) && limits.bodyTime == .seconds(30) && limits.idleTime == .seconds(75))
        let configuration = HTTPServerConfiguration()
        #expect(configuration.drainTime == .seconds(10))
        // Reached by this machine alone.
        #expect(configuration.addresses.map(\.description) == ["127.0.0.1:8080"])
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_102_444_799, "Thu, 31 Dec 2099 23:59:59 GMT"),
    ])
    func datesAreFormatted(_ seconds: Int, _ text: String) {
        #expect(HTTPDate.format(seconds) == text)
    }

    @Test(arguments: [
        ("/", "/"), ("/a?b", "/a?b"), ("*", "*"), ("//a", "//a"), ("http://h/a?b", "/a?b"), ("HTTPS://h:1", "/"), ("http://h?q", "/?q"),
        ("", nil), ("a", nil), ("http://", nil), ("http:///a", nil), ("ftp://h/a", nil), ("/a b", nil), ("/ä", nil), ("/a#b", nil),
    ])
    func targetsAreBroughtToOriginForm(_ target: String, _ origin: String?) {
        #expect(RequestTarget.originForm(target) == origin)
    }

    @Test(arguments: [1, 9, 10, 15, 16, 255, 256, 4096, 65_537, 0xABCDEF])
    func chunksTellTheirSize(_ size: Int) {
        var buffer = ByteBuffer()
        BodyFraming.chunked.write([UInt8](repeating: 97, count: size), to: &buffer)
        #expect(String(buffer: buffer).hasPrefix(String(size, radix: 16) + "\r\na"))
        #expect(buffer.readableBytes == String(size, radix: 16).utf8.count + size + 4)
    }

    @Test(arguments: [0, 9, 10, 99, 100, 1_234_567, .max])
    func decimalsAreWritten(_ number: Int) {
        var buffer = ByteBuffer()
        buffer.writeDecimal(number)
        #expect(String(buffer: buffer) == "\(number)")
    }

    @Test func aCountTurnsAwayBeforeItDrops() {
        let count = ConnectionCount(limit: 8)
        let admissions = (1...18).map { _ in count.enter() }
        #expect(admissions.filter { $0 == .served }.count == 8)
        #expect(admissions.filter { $0 == .turnedAway }.count == 9)
        #expect(admissions.last == .dropped)
    }

    /// A time is never over early, and not over while a peer goes on taking an answer.
    @Test func clocksRunByTicks() {
        var clock = ConnectionClock(.uptimeNanoseconds(0))
        func isOver(after seconds: UInt64, pending: Int = 0) -> Bool {
            clock.isOver(HTTPServerLimits(), .uptimeNanoseconds(seconds * 1_000_000_000), pending: { pending })
        }
        let opening = (isOver(after: 10), isOver(after: 11))
        #expect(opening == (false, true))
        clock.enter(.exchange, .uptimeNanoseconds(0))
        let exchange = isOver(after: 1_000_000)
        #expect(!exchange)
        clock.enter(.idle, .uptimeNanoseconds(0))
        let idle = (isOver(after: 80, pending: 5), isOver(after: 150, pending: 5), isOver(after: 160, pending: 5))
        #expect(idle == (false, false, true))
    }
}
