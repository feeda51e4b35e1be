import HTTPFetch
import MCPCore
import MCPObservability
import MCPTesting
import Testing
import Tracing

/// What is measured of requests, whatever becomes of them.
@Suite(.timeLimit(.minutes(1))) struct TelemetryTests {
    private let registry = PrometheusRegistry()

    private func server() -> MCPServer {
        var options = ServerOptions()
        options.observer = ServerTelemetry(metrics: registry)
        return MCPServer(Implementation(name: "test", version: "1"), tools: TelemetryTools.box, options: options)
    }

    private func page() throws -> MetricsPageReader { try MetricsPageReader(String(decoding: registry.page(), as: UTF8.self)) }

    private func count(_ labels: [String: String]) throws -> Double {
        try page().sum("mcp_server_operation_duration_seconds_count", labels)
    }

    /// Waits until the last request has left.
    private func quiet() async throws -> MetricsPageReader {
        while try page().values("mcp_server_active_requests") != [0] { await Task.yield() }
        return try page()
    }

    @Test func outcomes() async throws {
        let peer = InProcessPeer(server())
        try await peer.open(.v2025_11_25)
        _ = try await peer.call("shout", ["text": "hello"])
        _ = try await peer.call("fail")
        _ = try await peer.call("shout", ["text": [:]])
        _ = try await peer.request("tools/call", ["name": "bug"])
        _ = try await peer.call("stuck")
        _ = try await peer.request("tools/call", ["name": "nobody"])
        _ = try await peer.request("no/such/method")
        let tool = ["mcp_method_name": "tools/call", "gen_ai_operation_name": "execute_tool", "mcp_protocol_version": "2025-11-25"]
        #expect(try count(tool.merging(["gen_ai_tool_name": "shout"]) { $1 }) == 2)
        #expect(try count(tool.merging(["gen_ai_tool_name": "fail", "error_type": "tool_error"]) { $1 }) == 1)
        #expect(try count(tool.merging(["gen_ai_tool_name": "shout", "error_type": "tool_error"]) { $1 }) == 1)
        let code = "-32603"
        #expect(try count(tool.merging(["gen_ai_tool_name": "bug", "error_type": code, "rpc_response_status_code": code]) { $1 }) == 1)
        #expect(try count(tool.merging(["gen_ai_tool_name": "stuck", "error_type": "timeout"]) { $1 }) == 1)
        let page = try await quiet()
        #expect(page.sum("mcp_server_refused_messages_total", ["rpc_response_status_code": "-32601"]) == 1)
        #expect(page.sum("mcp_server_result_size_bytes_count", ["gen_ai_tool_name": "shout"]) == 2)
        #expect(page.sum("mcp_server_result_size_bytes_sum", ["gen_ai_tool_name": "shout"]) > 100)
    }

    @Test func strangersMakeNoSeries() async throws {
        let peer = InProcessPeer(server())
        try await peer.open(.v2025_06_18)
        _ = try await peer.request("tools/call", ["name": "first"])
        let before = try page().samples.count
        for number in 0..<500 {
            _ = try await peer.request("tools/call", ["name": .string("tool-\(number)")])
            if number == 0 { _ = try await peer.request("method/first") } else { _ = try await peer.request("method/\(number)") }
        }
        let page = try await quiet()
        #expect(page.samples.count == before)
        #expect(page.sum("mcp_server_operation_duration_seconds_count", ["error_type": "-32602"]) == 501)
    }

    @Test func cancelledAndEndedSessions() async throws {
        let peer = InProcessPeer(server())
        try await peer.open(.v2025_11_25)
        peer.send(#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"endless"}}"#)
        #expect(try page().values("mcp_server_active_requests") == [1])
        peer.send(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#)
        let page = try await quiet()
        #expect(page.sum("mcp_server_operation_duration_seconds_count", ["error_type": "cancelled"]) == 1)
        #expect(page.sum("mcp_server_session_duration_seconds_count") == 0)
        peer.session.end()
        peer.session.end()
        #expect(try self.page().values("mcp_server_session_duration_seconds_count", ["mcp_protocol_version": "2025-11-25"]) == [1])
    }

    /// Every metric of ours is in the list that the reference is held against.
    @Test func definitionsAreDistinctAndWellNamed() {
        let names = MetricDefinition.all.map(\.name)
        #expect(Set(names).count == names.count)
        for metric in MetricDefinition.all {
            #expect(metric.help.hasSuffix(".") && !metric.help.contains("\n"), "\(metric.name)")
            #expect((metric.kind == .counter) == metric.name.hasSuffix("_total"), "\(metric.name)")
        }
    }
}
