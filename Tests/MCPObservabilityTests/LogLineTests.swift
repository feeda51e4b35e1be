import Logging
import MCPCore
import MCPLogging
import MCPObservability
import MCPTesting
import Testing

/// Lines of the log: one for each thing said, whatever is in it.
@Suite(.timeLimit(.minutes(1))) struct LogLineTests {
    private static let moment = Duration.seconds(1_764_000_000) + .milliseconds(7)

    private func logger(_ format: LogFormat, _ pipe: LogPipe) -> Logger {
        var logger = Logger(label: "test") { LineLogHandler(label: $0, format: format, output: pipe.output, now: { Self.moment }) }
        logger.logLevel = .debug
        return logger
    }

    @Test func json() throws {
        let pipe = LogPipe()
        var logger = logger(.json, pipe)
        logger[metadataKey: "tenant"] = "acme"
        logger.warning(
            "two\nlines and \"quotes\"",
            metadata: ["message": "another", "list": ["a", "b"], "inside": ["k": "v\u{1}"], "number": "\(7)"])
        logger.trace("not said")
        logger.critical("日本語")
        let objects = try pipe.objects()
        #expect(objects.count == 2)
        #expect(objects[0]["time"]?.string == "2025-11-24T16:00:00.007Z")
        #expect(objects[0]["severity"]?.string == "WARNING" && objects[1]["severity"]?.string == "CRITICAL")
        #expect(objects[0]["message"]?.string == "two\nlines and \"quotes\"" && objects[1]["message"]?.string == "日本語")
        #expect(objects[0]["metadata.message"]?.string == "another" && objects[0]["tenant"]?.string == "acme")
        #expect(objects[0]["list"]?[1]?.string == "b" && objects[0]["inside"]?["k"]?.string == "v\u{1}")
    }

    @Test(arguments: [
        "a\n2025-11-24T16:00:00.007Z critical test: forged", "a\r\nb", "a\u{1B}[31mred", "a\u{2028}b", "a\u{85}b", "a\tb", "",
    ]) func nobodyCanForgeALine(_ text: String) throws {
        for format in LogFormat.allCases {
            let pipe = LogPipe()
            logger(format, pipe).info("\(text)", metadata: ["\(text)": "\(text)"])
            let lines = try pipe.lines()
            #expect(lines.count == 1)
            let controls = lines[0].unicodeScalars.filter { $0.value < 0x20 || $0.value == 0x7F || $0.value == 0x1B }
            #expect(controls.isEmpty, "\(lines[0].debugDescription)")
        }
    }

    @Test func text() throws {
        let pipe = LogPipe()
        logger(.text, pipe).notice("listening", metadata: ["b": "two words", "a": "plain", "c": ""])
        #expect(try pipe.lines() == [#"2025-11-24T16:00:00.007Z notice test: listening a=plain b="two words" c="""#])
    }

    @Test(arguments: LogFormat.allCases) func aLineForEachRequest(_ format: LogFormat) async throws {
        let pipe = LogPipe()
        var options = ServerOptions()
        options.observer = AccessObserver(AccessLog(format: format, output: pipe.output))
        let server = MCPServer(Implementation(name: "test", version: "1"), tools: TelemetryTools.box, options: options)
        let peer = InProcessPeer(server)
        try await peer.open(.v2025_11_25)
        _ = try await peer.call("shout", ["text": "CANARY-argument"])
        _ = try await peer.request("tools/call", ["name": "CANARY-tool"], id: "an \"id\"\nof a client")
        _ = try await peer.request(
            "tools/call",
            [
                "name": "fail", "arguments": [:],
                "_meta": ["traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"],
            ], id: .string(String(repeating: "x", count: 10_000)))
        let lines = try pipe.lines()
        #expect(lines.count == 4)
        for line in lines { #expect(!line.contains("CANARY") && line.utf8.count < 600, "\(line)") }
        guard format == .json else {
            #expect(lines[1].contains(" access: tools/call shout outcome=done "))
            #expect(lines[3].contains("trace_id=4bf92f3577b34da6a3ce929d0e0e4736"))
            return
        }
        let objects = try lines.map { try JSON(parsing: $0) }
        #expect(objects.map { $0["method"]?.string } == ["initialize", "tools/call", "tools/call", "tools/call"])
        #expect(objects.map { $0["outcome"]?.string } == ["done", "done", "error", "tool_error"])
        #expect(objects.map { $0["tool"]?.string } == [nil, "shout", nil, "fail"])
        #expect(objects[2]["error_code"]?.integer == -32602 && objects[2]["request"]?.string == "an \"id\"\nof a client")
        #expect(objects[3]["trace_id"]?.string == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(objects[3]["request"]?.string?.utf8.count == 64)
        #expect(objects[1]["duration_ms"]?.double ?? -1 >= 0 && objects[1]["bytes"]?.integer ?? 0 > 20)
    }

    /// A reader that stalls costs lines, never the callers' time, and says how many once it reads again.
    @Test func nobodyReads() async throws {
        let pipe = LogPipe(capacity: 2_000)
        let log = AccessLog(format: .json, output: pipe.output)
        let server = MCPServer(Implementation(name: "test", version: "1"), tools: TelemetryTools.box)
        let request = try await TelemetryTools.request(to: server)
        // Far more than waits at most, and at once: nothing is written before.
        for _ in 0..<200 { log.write(request, .done, duration: .zero, bytes: 1, trace: nil) }
        let dropped = pipe.output.dropped
        let lines = try pipe.lines()
        #expect(dropped > 100 && lines.count(where: { $0.hasPrefix("{") }) == 200 - dropped)
        #expect(lines.contains("\(dropped) log lines were dropped: nobody reads them fast enough"))
    }

    /// What a tool logs says of which request it is, whoever watches; what is logged elsewhere says nothing of one.
    @Test(arguments: [false, true]) func linesOfARequest(_ isTelemetry: Bool) async throws {
        let pipe = LogPipe()
        let logger = Logger(label: "tool") {
            LineLogHandler(label: $0, format: .json, output: pipe.output, metadataProvider: .currentRequest(project: "desk"))
        }
        let chatty = RegisteredTool("chatty", "Logs.") { _ -> String in
            logger.notice("here")
            await Task.yield()
            logger.notice("after a while")
            return ""
        }
        var options = ServerOptions()
        let other = LogPipe()
        let silent = AccessLog(format: .json, output: other.output)
        options.observer = isTelemetry ? ServerTelemetry(metrics: PrometheusRegistry()) : AccessObserver(silent)
        let peer = InProcessPeer(
            MCPServer(Implementation(name: "test", version: "1"), tools: ToolBox([chatty]), options: options))
        try await peer.open(.v2025_11_25)
        let meta: JSON = ["traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"]
        _ = try await peer.request("tools/call", ["name": "chatty", "arguments": [:], "_meta": meta], id: "seven")
        logger.notice("outside")
        let objects = try pipe.objects()
        #expect(objects.map { $0["message"]?.string } == ["here", "after a while", "outside"])
        for object in objects.dropLast() {
            #expect(object["request"]?.string == "seven" && object["tool"]?.string == "chatty")
            #expect(object["trace_id"]?.string == "4bf92f3577b34da6a3ce929d0e0e4736")
            #expect(object["logging.googleapis.com/trace"]?.string == "projects/desk/traces/4bf92f3577b34da6a3ce929d0e0e4736")
        }
        #expect(objects.last?["request"] == nil && objects.last?["trace_id"] == nil)
        #expect(try other.lines().count(where: { !$0.isEmpty }) == (isTelemetry ? 0 : 2))
    }

    @Test func cloudLoggingFindsTheTrace() async throws {
        let pipe = LogPipe()
        let log = AccessLog(format: .json, output: pipe.output, project: "desk")
        let server = MCPServer(Implementation(name: "test", version: "1"), tools: TelemetryTools.box)
        let trace = try #require(TraceContext(traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
        let request = try await TelemetryTools.request(to: server)
        log.write(request, .timedOut, duration: .milliseconds(1_500), bytes: 1, trace: trace)
        let object = try #require(pipe.objects().first)
        #expect(object["logging.googleapis.com/trace"]?.string == "projects/desk/traces/4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(object["logging.googleapis.com/spanId"]?.string == "00f067aa0ba902b7")
        #expect(object["logging.googleapis.com/trace_sampled"]?.bool == true)
        #expect(object["severity"]?.string == "WARNING" && object["duration_ms"]?.double == 1_500)
    }
}
