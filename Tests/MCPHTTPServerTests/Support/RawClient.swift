internal import NIOCore
internal import NIOPosix
internal import Synchronization

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// A socket of a test: sends bytes as they are and keeps what comes.
final class RawClient: Sendable {
    struct Closed: Error {
        let received: String
    }

    let channel: any Channel
    let inbox: Inbox

    private init(_ channel: any Channel, _ inbox: Inbox) {
        self.channel = channel
        self.inbox = inbox
    }

    /// - Parameter greeting: is sent by the event loop as soon as there is a connection, however busy the tasks are.
    static func connect(port: Int, sending greeting: String = "") async throws -> RawClient {
        try await connect(greeting) { try await $0.connect(host: "127.0.0.1", port: port).get() }
    }

    static func connect(path: String) async throws -> RawClient {
        try await connect("") { try await $0.connect(unixDomainSocketPath: path).get() }
    }

    private static func connect(
        _ greeting: String, _ connect: (ClientBootstrap) async throws -> any Channel
    ) async throws -> RawClient {
        let inbox = Inbox()
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(InboxHandler(inbox, greeting)) }
            }
        return RawClient(try await connect(bootstrap), inbox)
    }

    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text)).get()
    }

    /// The next response, which says how long it is.
    func response(toHead: Bool = false) async throws -> RawResponse {
        try await inbox.take { RawResponse.parse(&$0, toHead: toHead) }
    }

    /// What comes, once it ends with a text.
    func text(upTo end: String) async throws -> String {
        let end = Array(end.utf8)
        return try await inbox.take { bytes in
            guard bytes.suffix(end.count).elementsEqual(end) else { return nil }
            defer { bytes = [] }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// What comes until the server closes.
    func rest() async throws -> String {
        try await inbox.rest()
    }

    func closeOutput() async throws {
        try await channel.close(mode: .output).get()
    }

    func close() async throws {
        try await channel.close().get()
    }

    /// Closes without a farewell.
    func reset() async throws {
        if let socket = channel as? any SocketOptionProvider { try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get() }
        try await channel.close().get()
    }

    func setReading(_ isReading: Bool) async throws {
        try await channel.setOption(.autoRead, value: isReading).get()
    }
}
