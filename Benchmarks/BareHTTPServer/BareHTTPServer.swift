internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// A bare NIOHTTP1 handler behind a socket: what `HTTPServer` is measured against.
///
/// Answers any request with the same JSON once its body was read: 200 bytes, or `--body N`. `--port N`; prints the port it took.
@main
enum BareHTTPServer {
    static func main() async throws {
        let reply = FixedReply.Response(size: number("--body", in: CommandLine.arguments) ?? 200)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                        withPipeliningAssistance: false, withErrorHandling: false)
                    try channel.pipeline.syncOperations.addHandler(FixedReply(reply))
                }
            }
            .bind(host: "127.0.0.1", port: number("--port", in: CommandLine.arguments) ?? 0).get()
        FileHandle.standardOutput.write(Data("\(channel.localAddress?.port ?? 0)\n".utf8))
        try await channel.closeFuture.get()
    }

    private static func number(_ name: String, in arguments: [String]) -> Int? {
        guard let flag = arguments.firstIndex(of: name), flag + 1 < arguments.count else { return nil }
        return Int(arguments[flag + 1])
    }
}
