import Logging
import MCPHTTPServer
import MCPTransportHTTP

/// A handler behind a real server on loopback, for as long as a closure runs.
enum LiveServer {
    static func run<Value: Sendable>(
        _ handler: some HTTPHandler, _ body: @escaping @Sendable (_ url: String) async throws -> Value
    ) async throws -> Value {
        var configuration = HTTPServerConfiguration(addresses: [.tcp(host: "127.0.0.1", port: 0)], eventLoopThreads: 1)
        configuration.drainTime = .seconds(1)
        let server = HTTPServer(
            handler: handler, configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await server.run()
                return nil
            }
            group.addTask { try await body("http://\(try await server.boundAddresses[0])") }
            while let value = try await group.next() {
                guard let value else { continue }
                server.beginGracefulShutdown()
                try await group.waitForAll()
                return value
            }
            throw CancellationError()
        }
    }
}
