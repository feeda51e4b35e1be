internal import Hummingbird
internal import Logging
internal import MCPCore
internal import MCPTransportHTTP
internal import ServiceLifecycle
internal import UnixSignals

/// A web application of its own that is an MCP server too: `Embedding [PORT]`.
@main
enum Embedding {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
        let handler = handler(ToolBox([Greet(), CountPrimes()]))
        let app = application(handler, port: port)
        try await ServiceGroup(
            services: services(app, handler), gracefulShutdownSignals: [.sigterm, .sigint], logger: app.logger
        ).run()
    }

    static func handler(_ tools: ToolBox) -> MCPHTTPHandler {
        MCPHTTPHandler(MCPServer(Implementation(name: "embedding", version: "1.0"), tools: tools), configuration: HTTPConfiguration())
    }

    /// - Parameter onServerRunning: gets the port.
    static func application(
        _ handler: MCPHTTPHandler, port: Int = 0, onServerRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let router = Router(context: AppContext.self)
        router.get("/hello") { _, _ in "Hello from a route of our own.\n" }
        router.mount(handler)
        return Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { await onServerRunning($0.localAddress?.port ?? 0) }, logger: Logger(label: "embedding"))
    }

    /// The last is shut down first: the web server waits for its connections, so the MCP streams on them have to end before.
    static func services(_ app: some ApplicationProtocol, _ handler: MCPHTTPHandler) -> [any Service] {
        [app, MCPShutdown(handler: handler)]
    }
}

/// Lets calls that run finish, and then ends the streams.
private struct MCPShutdown: Service {
    let handler: any HTTPHandler

    func run() async throws {
        try await gracefulShutdown()
        await handler.shutdown(within: .seconds(10))
    }
}
