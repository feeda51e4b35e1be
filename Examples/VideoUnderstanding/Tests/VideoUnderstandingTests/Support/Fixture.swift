import HTTPFetch
import MCPCore
import MCPHTTPServer
import MCPTesting
import MCPTransportHTTP
import Testing

@testable import VideoUnderstanding

/// The example's server and a stand-in of its service, both on ports of their own, while a test runs.
struct Fixture: Sendable {
    static let secret = String(repeating: "s", count: 64)

    /// Stands still between polls until a test moves it.
    let time: ManualTime
    private let fetch: HTTPFetch
    private let url: String

    /// - Parameters:
    ///   - answerTime: how long the service may take for one request.
    ///   - drainTime: how long calls may go on when `body` has returned.
    ///   - serverTime: what the tool's own limit goes by.
    static func run(
        _ service: StandIn, answerTime: Duration = .seconds(15), drainTime: Duration = .seconds(10),
        serverTime: any TimeSource = SystemTime(), _ body: (Fixture) async throws -> Void
    ) async throws {
        try await serving(service) { upstream in
            let time = ManualTime()
            let analyses = Analyses(AnalysisAPI(baseURL: upstream, key: StandIn.key, answerTime: answerTime), time: time)
            var configuration = FetchConfiguration()
            configuration.timeouts = FetchTimeouts(total: nil, stall: nil)
            let fetch = HTTPFetch(configuration: configuration)
            let handler = try VideoUnderstanding.handler(analyses, secret: secret, time: serverTime)
            try await serving(handler, drainTime: drainTime) { url in
                try await body(Fixture(time: time, fetch: fetch, url: url))
            }
            await analyses.shutdown()
            await fetch.shutdown()
        }
    }

    /// Has requests served at the address that `body` is given.
    static func serving(
        _ handler: some HTTPHandler, drainTime: Duration = .milliseconds(50), _ body: (String) async throws -> Void
    ) async throws {
        let server = HTTPServer(
            handler: handler,
            configuration: HTTPServerConfiguration(
                addresses: [.tcp(host: "127.0.0.1", port: 0)], eventLoopThreads: 1, drainTime: drainTime),
            logger: .init(label: "test"))
        async let running: Void = server.run()
        let address = try #require(try await server.boundAddresses.first)
        try await body("http://\(address)")
        server.beginGracefulShutdown()
        try await running
    }

    /// Lets the time between polls pass, so many times.
    func pass(_ polls: Int = 1) async throws {
        for _ in 0..<polls {
            try await time.sleeperAppears()
            time.advance(by: .seconds(60))
        }
    }

    func openStream(secret: String = secret) async throws -> EventStream {
        let wire = HTTPWireCheck.recording.exchange("GET", "/sse", headers: headers(secret).pairs)
        return EventStream(try await fetch.stream(FetchRequest(.get, url + "/sse", headers: headers(secret))), wire)
    }

    func post(_ message: JSON, to path: String = "/rpc", secret: String = secret) async throws -> FetchResponse {
        var headers = headers(secret)
        headers["content-type"] = "application/json"
        let wire = HTTPWireCheck.recording.exchange("POST", path, headers: headers.pairs, body: message.bytes)
        let response = try await fetch.send(FetchRequest(.post, url + path, headers: headers, body: message.bytes))
        wire.responds(response.status, headers: response.headers.pairs)
        wire.sends(response.body)
        wire.ends()
        return response
    }

    /// Calls the tool by `POST /rpc`, and gives its result.
    func analyze(_ arguments: JSON = arguments) async throws -> JSON {
        let response = try await post(Self.call(1, arguments))
        #expect(response.status == 200)
        return try #require(try JSON(parsing: response.body)["result"])
    }

    static let arguments: JSON = ["video_url": "https://videos.example/cat.mp4", "question": "What does the cat do?"]

    /// With the wish for progress.
    static func call(_ id: Int64, _ arguments: JSON = arguments) -> JSON {
        [
            "jsonrpc": "2.0", "id": .integer(id), "method": "tools/call",
            "params": ["name": "analyze_video", "arguments": arguments, "_meta": ["progressToken": "p"]],
        ]
    }

    static func cancel(_ id: Int64) -> JSON {
        ["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": .integer(id)]]
    }

    private func headers(_ secret: String) -> FetchHeaders {
        var headers: FetchHeaders = ["accept": "application/json, text/event-stream"]
        headers.add("authorization", "Bearer \(secret)", isSensitive: true)
        return headers
    }
}

extension FetchHeaders {
    var pairs: [(name: String, value: String)] { map { (name: $0.name, value: $0.value) } }
}
