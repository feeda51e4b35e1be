internal import MCPTesting
internal import NIOCore
internal import NIOPosix

/// A connection that is read only as far as a test wants.
struct RawClient {
    struct Closed: Error {}

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var reader: ResponseReader?
    private(set) var text = ""

    /// The connection is closed when `body` returns.
    static func connected<Value: Sendable>(to port: Int, _ body: (inout RawClient) async throws -> Value) async throws -> Value {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "localhost", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var client = RawClient(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&client)
        }
    }

    /// Sends the one request of this connection.
    mutating func send(_ method: String, _ target: String, _ headers: [String: String] = [:], _ body: String = "") async throws {
        let fields = headers.map { (name: $0.key, value: $0.value) }
        reader = ResponseReader(HTTPWireCheck.recording.exchange(method, target, headers: fields, body: Array(body.utf8)))
        var request = "\(method) \(target) HTTP/1.1\r\nhost: localhost\r\naccept: application/json, text/event-stream\r\n"
        for (name, value) in headers { request += "\(name): \(value)\r\n" }
        request += "content-type: application/json\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)"
        try await outbound.write(ByteBuffer(string: request))
    }

    /// Reads until what has come in all contains `marker`.
    mutating func read(until marker: String) async throws {
        while text.firstRange(of: marker) == nil { try await readMore() }
    }

    /// Reads to the end of the connection.
    mutating func readAll() async throws {
        do {
            while true { try await readMore() }
        } catch is Closed {
            return
        }
    }

    private mutating func readMore() async throws {
        guard let bytes = try await inbound.next() else { throw Closed() }
        reader?.take(Array(bytes.readableBytesView))
        text += String(buffer: bytes)
    }
}
