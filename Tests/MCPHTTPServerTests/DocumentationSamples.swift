import Logging
import MCPHTTPServer
import MCPTransportHTTP

// What the documentation of MCPHTTPServer shows, to the letter: `Scripts/check-docs.py` compares them. Not called: the port may be taken.

private func serve(_ handler: some HTTPHandler, _ logger: Logger) async throws {
    let server = HTTPServer(handler: handler, configuration: HTTPServerConfiguration(), logger: logger)
    try await server.run()
}
