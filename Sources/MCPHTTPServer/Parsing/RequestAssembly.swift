internal import MCPTransportHTTP
internal import NIOCore

/// A request whose body is being read.
struct RequestAssembly {
    private enum Rest {
        case length(Int)
        case chunked(ChunkedBody)
    }

    let head: RequestHead
    /// The connection may serve another request after this one.
    let keepsAlive: Bool
    /// The peer sends the body when it has got a 100.
    private(set) var awaitsContinue: Bool
    private var body: [UInt8] = []
    private var rest: Rest
    private let bodyLimit: Int

    init(_ head: RequestHead, _ limits: HTTPServerLimits) throws(Refusal) {
        let length = head.facts.contentLength ?? 0
        guard length <= limits.bodyBytes else { throw .bodyTooLarge }
        self.head = head
        keepsAlive = !head.facts.closes && !head.isHTTP10
        awaitsContinue = head.facts.expectsContinue && !head.isHTTP10
        rest = head.facts.isChunked ? .chunked(ChunkedBody(limits)) : .length(length)
        bodyLimit = limits.bodyBytes
        // A peer may declare a length and send nothing.
        if length > 0 { body.reserveCapacity(min(length, 64 << 10)) }
    }

    /// Takes of the buffer what belongs to the body.
    /// - Returns: whether the request is whole now.
    mutating func take(_ buffer: inout ByteBuffer) throws(Refusal) -> Bool {
        if buffer.readableBytes > 0 { awaitsContinue = false }
        switch rest {
        case .length(let length):
            let count = min(length, buffer.readableBytes)
            buffer.move(count, to: &body)
            rest = .length(length - count)
            return length == count
        case .chunked(var chunks):
            let isWhole = try chunks.take(&buffer, into: &body)
            rest = .chunked(chunks)
            return isWhole
        }
    }

    mutating func continueWasSent() {
        awaitsContinue = false
    }

    consuming func finish(remoteAddress: String?) -> HTTPRequest {
        HTTPRequest(method: head.method, target: head.target, headers: head.headers, body: body, remoteAddress: remoteAddress)
    }
}

extension ByteBuffer {
    mutating func move(_ count: Int, to bytes: inout [UInt8]) {
        guard count > 0 else { return }
        withUnsafeReadableBytes { bytes.append(contentsOf: $0.prefix(count)) }
        moveReaderIndex(forwardBy: count)
    }
}
