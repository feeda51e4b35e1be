internal import MCPHTTPServer
internal import ServiceLifecycle

/// The web server as a service: SIGTERM or SIGINT lets it finish what it has begun, within its drain time. Further signals change nothing.
struct WebService: Service, CustomStringConvertible {
    let server: HTTPServer
    var description: String { "web server" }

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await server.run()
        } onGracefulShutdown: {
            server.beginGracefulShutdown()
        }
    }
}
