import Foundation
import HTTPFetch
import MCPCore
import MCPFixtures
import MCPObservability
import MCPTesting
import Testing

/// The program as it is shipped, with everything on: what dashboards, alerts and documents name is there, and what was said is nowhere.
@Suite(.timeLimit(.minutes(3))) struct ServedSessionTests {
    private static let key = "CANARY-key-of-the-clients"
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    private struct Seen: Sendable {
        let page: MetricsPageReader
        let text: String
        /// When Redis is gone.
        let later: MetricsPageReader
        let health: JSON
        let isReady: Bool
    }

    @Test func aSession() async throws {
        let collector = Collector()
        let redis = try RedisServer()
        let outcome = try await LiveServer.run(collector) { url in
            try await ServedProgram.run(
                ["--demo", "--port", "0", "--metrics-port", "0"],
                environment: [
                    "MCP_LOG_FORMAT": "json", "MCP_LOG_LEVEL": "debug", "MCP_MCP_API_KEY": Self.key, "OTEL_EXPORTER_OTLP_ENDPOINT": url,
                    "OTEL_EXPORTER_OTLP_HEADERS": "x-key=CANARY-collector", "OTEL_RESOURCE_ATTRIBUTES": "deployment.environment.name=test",
                    "GOOGLE_CLOUD_PROJECT": "desk", "MCP_REDIS_URL": "unix://\(redis.path)", "MCP_STATE_KEY": "CANARY-\(Self.key)",
                ]
            ) { addresses in
                let metrics = try #require(addresses.metrics)
                // The program is there before its Redis may be, and sessions are refused until then.
                _ = try await Self.page(metrics) { $0.contains("mcp_redis_up 1") }
                try await Self.talk(to: addresses.main)
                // Once the stream's end has come through.
                let page = try await Self.page(metrics) { $0.contains("mcp_server_stream_duration_seconds_count") }
                redis.kill()
                let later = try await Self.page(metrics) { $0.contains("mcp_redis_up 0") }
                let fetch = HTTPFetch()
                let health = try await fetch.send(FetchRequest(.get, "\(addresses.main)/health"))
                let ready = try await fetch.send(FetchRequest(.get, "\(addresses.main)/ready"))
                await fetch.shutdown()
                return Seen(
                    page: try MetricsPageReader(page), text: page, later: try MetricsPageReader(later),
                    health: health.status == 200 ? try JSON(parsing: health.text) : .null, isReady: ready.status == 200)
            }
        }
        #expect(outcome.isSuccess)
        try check(outcome.value.page)
        #expect(outcome.value.page.values("mcp_redis_up") == [1])
        #expect(outcome.value.page.sum("mcp_redis_commands_total", ["outcome": "answered"]) > 0)
        #expect(outcome.value.later.sum("mcp_redis_lost_connections_total") >= 1)
        #expect(outcome.value.health["status"] == "degraded" && outcome.value.health["dependencies"] == ["redis": "away"])
        #expect(outcome.value.isReady)
        try check(outcome.log)
        let spans = collector.taken.state.spans
        #expect(collector.taken.state.faults.isEmpty, "\(collector.taken.state.faults)")
        let served = try #require(spans.first { $0.name == "tools/call get_ticket_list" && $0.trace == Self.trace })
        #expect(spans.contains { $0.kind == 3 && $0.parent == served.id && $0.name == "GET" })
        #expect(spans.allSatisfy { $0.service == "ticket-mcp" })
        for (what, text) in [("page", outcome.value.text), ("log", outcome.log.joined(separator: "\n")), ("spans", "\(spans)")] {
            for part in text.split(separator: "\n") { #expect(!part.contains("CANARY"), "\(what): \(part)") }
        }
    }

    /// Where clients come in, for those who may come in, and nothing is traced or counted twice.
    @Test func onTheMainPort() async throws {
        let outcome = try await ServedProgram.run(
            ["--port", "0"], environment: ["MCP_METRICS_ON_MAIN_PORT": "true", "MCP_MCP_API_KEY": Self.key, "MCP_LOG_LEVEL": "notice"]
        ) { addresses in
            let client = Client(url: addresses.main)
            _ = try await client.send("tools/list", [:])
            var request = FetchRequest(.get, "\(addresses.main)/metrics")
            let refused = try await HTTPFetch().send(request)
            request.headers.add("x-api-key", Self.key)
            request.headers.add("origin", "https://evil.example")
            let rebound = try await HTTPFetch().send(request)
            request.headers.remove("origin")
            let page = try await HTTPFetch().send(request)
            return (refused.status, rebound.status, page)
        }
        let (refused, rebound, page) = outcome.value
        #expect(refused == 401 && rebound == 403 && page.status == 200)
        #expect(page.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        let read = try MetricsPageReader(page.text)
        #expect(read.sum("mcp_server_operation_duration_seconds_count", ["mcp_method_name": "tools/list"]) == 1)
        // No request had a line at this level.
        #expect(!outcome.log.contains { $0.contains("access") })
    }

    @Test(arguments: ["", "docs/ja/", "docs/"]) func documentsNameWhatIsThere(_ folder: String) throws {
        guard !folder.isEmpty else { return try filesNameOurs() }
        let text = try String(contentsOf: ServedProgram.root.appending(path: "\(folder)observability.md"), encoding: .utf8)
        for metric in MetricDefinition.all {
            let labels = metric.labels.map { "`\($0)`" }.joined(separator: " ")
            let row = "| `\(metric.name)` | \(metric.kind.rawValue) | \(labels) | "
            #expect(text.contains(row), "\(row)")
            if folder == "docs/" { #expect(text.contains("| \(metric.help) |"), "\(metric.help)") }
        }
    }

    // MARK: - What is said

    private struct Client: Sendable {
        let url: String
        var session: String?
        let fetch = HTTPFetch()

        @discardableResult
        func send(
            _ method: String, _ params: JSON, key: String = ServedSessionTests.key, id: JSON = 1, traceparent: String? = nil
        ) async throws -> FetchResponse {
            let body = JSON.object(["jsonrpc": "2.0", "id": id, "method": .string(method), "params": params])
            var request = FetchRequest(
                .post, "\(url)/mcp", headers: ["content-type": "application/json", "x-api-key": key], body: body.bytes)
            request.headers.add(
                "accept", session == nil && method != "initialize" ? "application/json" : "application/json, text/event-stream")
            if let session { request.headers.add("mcp-session-id", session) }
            if let traceparent { request.headers.add("traceparent", traceparent) }
            return try await fetch.send(request)
        }
    }

    private static func talk(to url: String) async throws {
        var client = Client(url: url)
        let opened = try await client.send(
            "initialize",
            ["protocolVersion": "2025-11-25", "capabilities": [:], "clientInfo": ["name": "CANARY-client", "version": "1"]])
        client.session = try #require(opened.headers["mcp-session-id"])
        let listed = try await client.send(
            "tools/call", ["name": "get_ticket_list", "arguments": [:]], id: "a", traceparent: "00-\(trace)-00f067aa0ba902b7-01")
        #expect(listed.status == 200 && listed.text.contains("content"), "\(listed.text)")
        try await client.send("tools/call", ["name": "get_ticket_list", "arguments": ["query": "CANARY-words"]])
        try await client.send("tools/call", ["name": "get_ticket_detail", "arguments": ["ticket_number": "CANARY-1"]])
        try await client.send("tools/call", ["name": "CANARY-tool", "arguments": ["secret": "CANARY-argument"]])
        try await client.send("CANARY/method", ["secret": "CANARY-parameter"])
        try await client.send("resources/read", ["uri": "ticket://CANARY"])
        try await client.send("tools/list", [:], key: "CANARY-wrong-key-of-somebody")
        _ = try await client.fetch.send(FetchRequest(.get, "\(url)/CANARY/path?key=CANARY"))
        // A stream, which ends with its connection.
        var request = FetchRequest(.get, "\(url)/sse", headers: ["accept": "text/event-stream", "x-api-key": key])
        request.timeouts = FetchTimeouts()
        let stream = try await client.fetch.stream(request)
        for try await _ in stream { break }
        stream.cancel()
        var end = FetchRequest(.delete, "\(url)/mcp", headers: ["x-api-key": key])
        end.headers.add("mcp-session-id", client.session ?? "")
        _ = try await client.fetch.send(end)
        await client.fetch.shutdown()
    }

    private static func page(_ url: String, once isThere: (String) -> Bool) async throws -> String {
        let fetch = HTTPFetch()
        while true {
            let response = try await fetch.send(FetchRequest(.get, "\(url)/metrics"))
            try #require(response.status == 200)
            if isThere(response.text) {
                await fetch.shutdown()
                return response.text
            }
            await Task.yield()
        }
    }

    // MARK: - What is found

    private func check(_ page: MetricsPageReader) throws {
        for metric in MetricDefinition.all {
            #expect(page.types[metric.name] == metric.kind.rawValue && page.helps[metric.name] == metric.help, "\(metric.name)")
            let labels = Set(page.samples.filter { $0.name.hasPrefix(metric.name) }.flatMap(\.labels.keys)).subtracting(["le"])
            #expect(labels.isSubset(of: metric.labels), "\(metric.name): \(labels)")
        }
        // Ours alone are there, beside what libraries measure.
        let named = try Self.namedMetrics()
        for (file, names) in named { for name in names { #expect(page.names.contains(name), "\(file): \(name)") } }
        #expect(page.sum("mcp_server_operation_duration_seconds_count", ["gen_ai_tool_name": "get_ticket_list"]) == 2)
        #expect(page.sum("http_server_request_duration_seconds_count", ["http_response_status_code": "401"]) == 1)
        #expect(page.sum("http_server_request_duration_seconds_count", ["http_route": "other"]) == 1)
        #expect(page.sum("http_client_request_duration_seconds_count") >= 2)
        #expect(page.values("mcp_upstream_circuit_state") == [0] && page.values("mcp_server_sessions") == [0])
        #expect(page.values("mcp_server_active_requests") == [0] && page.values("http_server_active_requests") == [0])
        #expect(page.values("process_resident_memory_bytes")[0] > 1_000_000 && page.values("process_open_fds")[0] > 3)
    }

    private func check(_ log: [String]) throws {
        let lines = try log.map { try JSON(parsing: $0) }
        let access = lines.filter { $0["logger"]?.string == "access" }
        #expect(access.compactMap { $0["outcome"]?.string }.contains("done") && access.count >= 5)
        let list = try #require(access.first { $0["request"]?.string == "a" })
        #expect(list["tool"]?.string == "get_ticket_list" && list["trace_id"]?.string == Self.trace)
        // The table of log fields has those that there are.
        let keys = Set(access.flatMap { $0.object?.members.map(\.key) ?? [] })
        for folder in ["docs/", "docs/ja/"] {
            let text = try String(contentsOf: ServedProgram.root.appending(path: "\(folder)observability.md"), encoding: .utf8)
            let table = text.components(separatedBy: "\n## ")[1].split(separator: "\n").filter { $0.hasPrefix("| `") }
            let told = Set(table.compactMap { $0.firstMatch(of: /^\| `([^`]+)` \|/).map { String($0.1) } })
            #expect(told == keys, "\(folder): \(told.symmetricDifference(keys))")
        }
        for line in lines {
            #expect(line["time"]?.string?.hasSuffix("Z") == true && line["severity"]?.string != nil && line["message"]?.string != nil)
        }
    }

    private func filesNameOurs() throws {
        let known = Set(MetricDefinition.all.map(\.name))
        for (file, names) in try Self.namedMetrics() {
            for name in names {
                let base = ["_bucket", "_sum", "_count"].first { name.hasSuffix($0) }.map { String(name.dropLast($0.count)) } ?? name
                #expect(known.contains(name) || known.contains(base), "\(file): \(name)")
            }
        }
    }

    /// What dashboards, alerts and documents call by the name of a metric.
    private static func namedMetrics() throws -> [(file: String, names: Set<String>)] {
        let folder = ServedProgram.root.appending(path: "deploy/observability")
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path()).map { "deploy/observability/\($0)" }
            .filter { $0.hasSuffix(".json") || $0.hasSuffix(".yaml") }
        try #require(files.count >= 10, "\(files)")
        let labels = Set(MetricDefinition.all.flatMap(\.labels))
        return try (files + ["docs/observability.md", "docs/ja/observability.md", "docs/operations.md", "docs/ja/operations.md"]).map {
            file in
            let text = try String(contentsOf: ServedProgram.root.appending(path: file), encoding: .utf8)
            let words = text.matches(
                of: /\b(?:mcp_server|mcp_upstream|mcp_redis|mcp_trace|http_server|http_client|process|target)_[a-z_]*[a-z]\b/)
            let names = Set(words.map { String($0.0) }).subtracting(labels)
            if file.hasPrefix("deploy/") { try #require(!names.isEmpty, "\(file) names nothing") }
            return (file, names)
        }
    }
}
