internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// A bare NIOHTTP1 handler behind a socket: what `HTTPServer` is measured against.
///
/// Answers any request with the same 200 bytes of JSON once its body was read. `--port N`; prints the port it took.
@main
enum BareHTTPServer {
    static func main() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                        withPipeliningAssistance: false, withErrorHandling: false)
                    try channel.pipeline.syncOperations.addHandler(FixedReply())
                }
            }
            .bind(host: "127.0.0.1", port: port(in: CommandLine.arguments)).get()
        print(channel.localAddress?.port ?? 0)
        try await channel.closeFuture.get()
    }

    private static func port(in arguments: [String]) -> Int {
        guard let flag = arguments.firstIndex(of: "--port"), flag + 1 < arguments.count else { return 0 }
        return Int(arguments[flag + 1]) ?? 0
    }
}
