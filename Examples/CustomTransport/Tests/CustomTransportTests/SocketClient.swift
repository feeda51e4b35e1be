import MCPCore
import MCPTesting
import NIOCore
import NIOPosix

/// A peer at the other end of a socket. What comes to it is measured by the official schemas.
struct SocketClient {
    struct Closed: Error {}

    let channel: any Channel
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var unread = ByteBuffer()
    private var sent = ""
    private var received = ByteBuffer()

    /// The connection is closed when `body` returns.
    static func connected<Value: Sendable>(
        to path: String, _ body: (inout SocketClient) async throws -> Value
    ) async throws -> Value {
        let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, Never>(wrappingChannelSynchronously: channel)
                }
            }
        return try await connection.executeThenClose { inbound in
            var client = SocketClient(channel: connection.channel, inbound: inbound.makeAsyncIterator())
            defer { client.check() }
            return try await body(&client)
        }
    }

    private init(channel: any Channel, inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) {
        self.channel = channel
        self.inbound = inbound
    }

    mutating func send(_ text: String) async throws {
        sent += text
        try await channel.writeAndFlush(ByteBuffer(string: text))
    }

    mutating func call(_ id: Int, _ tool: String, _ arguments: String = "{}") async throws {
        try await send(
            #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"\#(tool)","arguments":\#(arguments)}}"# + "\n")
    }

    mutating func open() async throws {
        let initialize: JSON = [
            "jsonrpc": "2.0", "id": 0, "method": "initialize",
            "params": ["protocolVersion": "2025-11-25", "capabilities": [:], "clientInfo": ["name": "test", "version": "1"]],
        ]
        try await send(initialize.text + "\n" + #"{"jsonrpc":"2.0","method":"notifications/initialized"}"# + "\n")
        guard try await next()["result"]?["protocolVersion"] == "2025-11-25" else { throw Closed() }
    }

    /// The next message from the server.
    mutating func next() async throws -> JSON {
        while true {
            if let end = unread.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
                let line = unread.readBytes(length: end - unread.readerIndex) ?? []
                unread.moveReaderIndex(forwardBy: 1)
                return try JSON(parsing: line)
            }
            guard var more = try await read() else { throw Closed() }
            unread.writeBuffer(&more)
        }
    }

    /// Reads a little of what has come, and no more.
    mutating func nibble() async throws {
        guard try await read() != nil else { throw Closed() }
    }

    private mutating func read() async throws -> ByteBuffer? {
        let more = try await inbound.next()
        if let more { received.writeImmutableBuffer(more) }
        return more
    }

    /// Measures what was read; the last line may have been cut off.
    private func check() {
        let wire = WireCheck.recording()
        wire.clientSends(lines: sent)
        let lines = received.readableBytesView.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        for line in lines where !line.isEmpty { wire.serverSends(Array(line)) }
    }

    /// The text of the next message, which is a tool's result.
    mutating func nextText() async throws -> String? {
        try await next()["result"]?["content"]?[0]?["text"]?.string
    }

    /// Says that nothing more will come.
    func closeOutput() async throws {
        try await channel.close(mode: .output)
    }
}
