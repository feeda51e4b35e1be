import MCPConsole
import MCPCore
import MCPTransportHTTP
import Testing

// What docs/console.md and the catalogue of MCPConsole show, to the letter: `Scripts/check-docs.py` compares them.

@Suite struct DocumentationSamples {
    @Test func thePageIsBeforeTheHandler() throws {
        let (server, configuration) = (MCPServer(Implementation(name: "notes", version: "1.0")), HTTPConfiguration())
        let handler = ConsoleHandler(before: MCPHTTPHandler(server, configuration: configuration), origins: configuration.origins)
        let responder = RecordingResponder()
        _ = handler.serve(HTTPRequest(method: "GET", target: "/console", headers: ["host": "localhost"]), responder)
        #expect(try #require(responder.response).head.status == 200)
    }
}
