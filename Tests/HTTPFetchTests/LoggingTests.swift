internal import HTTPFetch
internal import Logging
internal import Testing

@Suite(.timeLimit(.minutes(1)))
struct LoggingTests {
    private struct Recorder: LogHandler {
        let lines: Shared<[String]>
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let line = "\(event.level) \(event.message) \(event.metadata ?? [:])"
            lines.change { $0.append(line) }
        }
    }

    @Test func saysWhatHappenedAndNoSecret() async throws {
        let lines = Shared<[String]>([])
        let count = Shared(0)
        let server = TestServer { peer, request in
            if request.target.hasPrefix("/canary-path") { return try peer.respond(302, ["Location: /to?canary-query=1"]) }
            if count.increment() == 1 { return try peer.respond(503, ["X-A: canary-header"], "canary-body") }
            try peer.respond(200, ["X-A: canary-header"], "canary-body")
        }
        var configuration = FetchConfiguration.test
        configuration.retry = RetryPolicy()
        let logger = Logger(label: "test") { _ in Recorder(lines: lines) }
        let fetch = HTTPFetch(configuration: configuration, logger: logger, clock: ManualClock())
        let request = FetchRequest(
            .put, server.url + "/canary-path?canary-query=1", headers: ["X-Api-Key": "canary-key"], body: Array("canary-body".utf8))
        var again = request
        again.redirects = .sameOrigin()
        let response = try await fetch.send(again)
        #expect(response.text == "canary-body")
        server.stop()
        _ = await fetch.failure(request)
        await fetch.shutdown()
        let log = lines.value.joined(separator: "\n")
        for word in [
            "request is retried", "redirect is followed", "exchange finished", "exchange failed", "127.0.0.1:\(server.port)", "200",
        ] {
            #expect(log.contains(word))
        }
        #expect(!log.contains("canary"))
        #expect(lines.value.allSatisfy { $0.hasPrefix("debug") || $0.hasPrefix("trace") })
    }
}
