internal import MCPHTTPServer
internal import ServiceLifecycle

/// The web server as a service: SIGTERM lets it finish what it has begun.
struct WebService: Service {
    let server: HTTPServer

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await server.run()
        } onGracefulShutdown: {
            server.beginGracefulShutdown()
        }
    }
}
