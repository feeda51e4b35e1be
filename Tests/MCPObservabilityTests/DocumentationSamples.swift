import Logging
import MCPCore
import MCPLogging
import MCPObservability
import MCPTesting
import MCPTransportHTTP
import Testing

// What the catalogues of MCPLogging and MCPObservability show, to the letter: `Scripts/check-docs.py` compares them.

/// Not called: the whole process would log through it.
private func logLikeThis() -> ServerOptions {
    LoggingSystem.bootstrap { label in
        LineLogHandler(label: label, format: .json, metadataProvider: .currentRequest())
    }
    var options = ServerOptions()
    options.observer = AccessObserver(AccessLog(format: .json))
    return options
}

@Suite(.timeLimit(.minutes(1))) struct DocumentationSamples {
    @Test func anObserverMakesItsMetrics() {
        let registry = PrometheusRegistry()
        var options = ServerOptions()
        options.observer = ServerTelemetry(metrics: registry, accessLog: AccessLog(format: .json))
        #expect(String(decoding: registry.page(), as: UTF8.self).contains("mcp_server_active_requests 0"))
        #expect(options.observer != nil)
    }

    @Test func theWatchedServerCountsItsRequests() async throws {
        let (tools, logger) = (TelemetryTools.box, Logger(label: "test"))
        let observability = Observability(
            service: (name: "notes", version: "1.0"), metrics: true, accessLog: AccessLog(format: .json), traces: nil, logger: logger)
        var options = ServerOptions()
        options.observer = observability.serverObserver
        let handler = MCPHTTPHandler(
            MCPServer(Implementation(name: "notes", version: "1.0"), tools: tools, options: options), configuration: HTTPConfiguration())
        let watched = observability.observe(handler) { handler.load }
        let answer = Answer()
        let body = #"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#
        let headers: HTTPHeaders = ["host": "localhost", "content-type": "application/json", "accept": "application/json"]
        _ = watched.serve(HTTPRequest(method: "POST", target: "/mcp", headers: headers, body: Array(body.utf8)), answer)
        try await answer.status.wait { $0 == 200 }
        let page = String(decoding: try #require(observability.registry).page(), as: UTF8.self)
        #expect(page.contains(#"http_server_request_duration_seconds_count{http_request_method="POST",http_route="/mcp""#))
    }

    private final class Answer: HTTPResponder {
        let status = Observed(0)

        func respond(_ head: HTTPResponseHead, _ body: [UInt8]) { status.change { $0 = head.status } }
        func begin(_ head: HTTPResponseHead) { status.change { $0 = head.status } }
        func write(_ bytes: [UInt8]) -> Int? { 0 }
        func drained() async {}
        func end() {}
    }
}
