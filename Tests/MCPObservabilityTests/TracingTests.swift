import HTTPFetch
import Logging
import MCPCore
import MCPHTTPServer
import MCPObservability
import MCPTesting
import MCPTransportHTTP
import Testing
import Tracing

/// Spans, from what a client says of its trace to what a collector takes.
@Suite(.timeLimit(.minutes(2))) struct TracingTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let parent = "00f067aa0ba902b7"
    private static let traceparent = "00-\(trace)-\(parent)-01"

    private func configuration(_ url: String) -> OTLPConfiguration {
        var configuration = OTLPConfiguration(endpoint: "\(url)/v1/traces", serviceName: "test", serviceVersion: "1")
        (configuration.delay, configuration.pause) = (.milliseconds(5), .milliseconds(1))
        return configuration
    }

    /// A server whose tools are traced, with a tool that calls an upstream.
    private func server(_ tracer: any Tracer, upstream: String) -> MCPServer {
        var settings = FetchConfiguration()
        settings.observer = UpstreamTelemetry(tracer: tracer)
        let fetch = HTTPFetch(configuration: settings)
        let ask = RegisteredTool("ask", "Asks the upstream.") { _ -> String in
            // Who leaves the trace has none, in a call too.
            var left = try #require(ServiceContext.current)
            #expect(left.traceContext != nil)
            left.traceContext = nil
            #expect(left.traceContext == nil)
            let inner = tracer.startSpan("inner") as any Span
            defer { inner.end() }
            return try await ServiceContext.withValue(inner.context) { try await fetch.send(FetchRequest(.get, upstream)).text }
        }
        var options = ServerOptions()
        options.observer = ServerTelemetry(tracer: tracer)
        return MCPServer(Implementation(name: "test", version: "1"), tools: TelemetryTools.box.adding(ask), options: options)
    }

    @Test func aTraceGoesThrough() async throws {
        let (collector, upstream) = (Collector(), Upstream())
        try await LiveServer.run(collector) { url in
            try await LiveServer.run(upstream) { upstreamURL in
                let exporter = OTLPExporter(configuration(url), logger: LogCollector().logger())
                let tracer = exporter.tracer()
                let handler = ObservedHandler(
                    MCPHTTPHandler(server(tracer, upstream: upstreamURL), configuration: HTTPConfiguration()), tracer: tracer)
                try await LiveServer.run(handler) { url in
                    let client = HTTPFetch()
                    let body =
                        #"{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"ask","arguments":{},"#
                        + #""_meta":{"traceparent":"\#(Self.traceparent)","tracestate":"vendor=1"}}}"#
                    let answer = try await client.send(Self.post(url, body))
                    #expect(answer.status == 200 && answer.text.contains("upstream"), "\(answer.text)")
                    // What the transport says, where the message says nothing.
                    let plain = #"{"jsonrpc":"2.0","id":6,"method":"tools/list"}"#
                    _ = try await client.send(Self.post(url, plain, traceparent: "00-\(String(Self.trace.reversed()))-\(Self.parent)-01"))
                    // Both: the message counts, and the transport is linked.
                    _ = try await client.send(Self.post(url, body, traceparent: "00-\(Self.trace)-00000000000000aa-01"))
                }
                await exporter.shutdown(within: .seconds(10))
            }
        }
        let taken = collector.taken.state
        #expect(taken.faults.isEmpty, "\(taken.faults)")
        let spans = taken.spans
        // In which order they come is open: what one thread has seen is told apart from what another has.
        let served = try #require(spans.first { $0.name == "tools/call ask" && $0.links.isEmpty })
        #expect(served.trace == Self.trace && served.parent == Self.parent && served.kind == 2 && served.service == "test")
        #expect(served.attributes["gen_ai.tool.name"] == "ask" && served.attributes["mcp.method.name"] == "tools/call")
        #expect(served.attributes["jsonrpc.request.id"] == "5" && served.status == nil)
        let inner = try #require(spans.first { $0.name == "inner" && $0.parent == served.id })
        let called = try #require(spans.first { $0.kind == 3 && $0.parent == inner.id })
        #expect(called.name == "GET" && called.attributes["http.response.status_code"] == "200")
        #expect(upstream.seen.state.first == ["traceparent": "00-\(Self.trace)-\(called.id)-01", "tracestate": "vendor=1"])
        let listed = try #require(spans.first { $0.name == "tools/list" })
        #expect(listed.trace == String(Self.trace.reversed()) && listed.parent == Self.parent)
        let linked = try #require(spans.first { $0.name == "tools/call ask" && !$0.links.isEmpty })
        #expect(linked.parent == Self.parent && linked.links == ["00000000000000aa"])
        // The call is the nearer place, whatever the transport has said.
        #expect(spans.contains { $0.name == "inner" && $0.parent == linked.id })
        #expect(Set(spans.map(\.id)).count == spans.count && spans.count == 7)
    }

    @Test func errorsAreMarked() async throws {
        let collector = Collector()
        try await LiveServer.run(collector) { url in
            let exporter = OTLPExporter(configuration(url), logger: LogCollector().logger())
            let peer = InProcessPeer(server(exporter.tracer(), upstream: ""))
            try await peer.open(.v2025_11_25)
            _ = try await peer.call("fail")
            _ = try await peer.request("tools/call", ["name": "CANARY", "arguments": ["text": "CANARY"]])
            await exporter.shutdown(within: .seconds(10))
        }
        let spans = collector.taken.state.spans
        #expect(spans.map(\.name) == ["initialize", "tools/call fail", "tools/call"])
        #expect(spans.map(\.status) == [nil, 2, 2])
        #expect(spans.map { $0.attributes["error.type"] } == [nil, "tool_error", "-32602"])
        #expect(!"\(spans)".contains("CANARY"))
    }

    @Test(arguments: [(0.0, true), (0.5, true), (1.0, true), (1.0, false), (0.0, false)]) func sampling(
        _ ratio: Double, _ heedsParent: Bool
    ) async throws {
        let collector = Collector()
        try await LiveServer.run(collector) { url in
            let exporter = OTLPExporter(configuration(url), logger: LogCollector().logger())
            let tracer = exporter.tracer(TraceSampler(ratio: ratio, heedsParent: heedsParent))
            let peer = InProcessPeer(server(tracer, upstream: ""))
            try await peer.open(.v2025_11_25)
            for id in 0..<200 { _ = try await peer.request("ping", [:], id: .integer(Int64(id))) }
            _ = try await peer.request("tools/list", ["_meta": ["traceparent": .string(Self.traceparent)]])
            _ = try await peer.request("prompts/list", ["_meta": ["traceparent": .string(Self.traceparent.dropLast(2) + "00")]])
            await exporter.shutdown(within: .seconds(10))
        }
        let spans = collector.taken.state.spans
        let pings = spans.count { $0.name == "ping" }
        switch ratio {
        case 0: #expect(pings == 0)
        case 1: #expect(pings == 200)
        default: #expect(40...160 ~= pings)
        }
        #expect(spans.contains { $0.name == "tools/list" } == (heedsParent || ratio == 1))
    }

    @Test func aCollectorThatIsAway() async throws {
        let collector = Collector()
        collector.taken.change { $0.answers = [(503, ""), (429, "{}"), (400, "no")] }
        let log = LogCollector()
        let counts = try await LiveServer.run(collector) { url in
            var configuration = configuration(url)
            configuration.headers = [("x-collector-key", "CANARY")]
            let exporter = OTLPExporter(configuration, logger: log.logger())
            let peer = InProcessPeer(server(exporter.tracer(), upstream: ""))
            try await peer.open(.v2025_11_25)
            // Twice it is asked to come back, then it will not have it.
            try await collector.taken.wait { $0.requests == 3 }
            while exporter.failures == 0 { await Task.yield() }
            #expect(exporter.dropped == 1)
            _ = try await peer.request("ping")
            try await collector.taken.wait { $0.spans.count == 1 }
            await exporter.shutdown(within: .seconds(10))
            return (exporter.exported, exporter.dropped, exporter.failures)
        }
        #expect(counts == (1, 1, 1))
        #expect(collector.taken.state.headers.allSatisfy { $0["x-collector-key"] == "CANARY" })
        #expect(log.entries.map(\.message) == ["traces are not exported; spans are dropped", "traces are exported again"])
        #expect(!"\(log.entries)".contains("CANARY"))
    }

    @Test func aFullQueue() {
        var configuration = OTLPConfiguration(endpoint: "http://127.0.0.1:1/v1/traces", serviceName: "test", serviceVersion: "1")
        configuration.queue = 10
        // Time stands still: nothing goes out.
        let exporter = OTLPExporter(configuration, logger: LogCollector().logger(), time: ManualTime())
        let tracer = exporter.tracer()
        for _ in 0..<50 { tracer.startSpan("one", context: .topLevel, ofKind: .internal).end() }
        #expect(exporter.dropped == 40)
        #expect(!tracer.startSpan("one more", context: .topLevel, ofKind: .internal).isRecording)
    }

    @Test func aPartialSuccess() async throws {
        let collector = Collector()
        collector.taken.change { $0.answers = [(200, #"{"partialSuccess":{"rejectedSpans":"2","errorMessage":"two of them"}}"#)] }
        let counts = try await LiveServer.run(collector) { url in
            var configuration = configuration(url)
            (configuration.batch, configuration.delay) = (5, .seconds(60))
            let exporter = OTLPExporter(configuration, logger: LogCollector().logger())
            let tracer = exporter.tracer()
            for _ in 0..<5 { tracer.startSpan("one", context: .topLevel, ofKind: .internal).end() }
            // A full batch waits for nothing.
            try await collector.taken.wait { $0.spans.count == 5 }
            await exporter.shutdown(within: .seconds(10))
            return (exporter.exported, exporter.dropped)
        }
        #expect(counts == (3, 2))
    }

    private static func post(_ url: String, _ body: String, traceparent: String? = nil) -> FetchRequest {
        var request = FetchRequest(
            .post, "\(url)/mcp", headers: ["content-type": "application/json", "accept": "application/json"], body: Array(body.utf8))
        if let traceparent { request.headers.add("traceparent", traceparent) }
        return request
    }

    /// Keeps what is said of traces.
    private final class Upstream: HTTPHandler {
        let seen = Observed<[[String: String]]>([])

        func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
            var fields: [String: String] = [:]
            for field in request.headers.fields where field.name.lowercased().hasPrefix("trace") { fields[field.name] = field.value }
            seen.change { $0.append(fields) }
            responder.respond(HTTPResponseHead(200), Array("upstream".utf8))
            return nil
        }

        func shutdown(within time: Duration) async {}
    }
}
