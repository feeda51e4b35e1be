import MCPCore
import MCPTesting
import MCPTransportHTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct GuardTests {
    @Test(arguments: [
        ("localhost", 200), ("localhost:8080", 200), ("127.0.0.1:1", 200), ("127.1.2.3", 200), ("[::1]:8080", 200), ("LOCALHOST", 200),
        ("evil.example", 403), ("127.0.0.1.evil.example", 403), ("localhost.evil.example", 403), ("[::2]", 403), ("192.168.0.1", 403),
        ("", 403),
    ])
    func onLoopbackOnlyLoopbackNamesAreHosts(_ host: String, _ status: Int) async throws {
        var client = HTTPClient(handler: Fixture.handler())
        client.headers = [("Host", host)]
        #expect(client.get("/health").status == status)
    }

    @Test(arguments: [
        ("http://localhost:3000", 200), ("https://127.0.0.1", 200), ("http://[::1]:5173", 200), ("https://evil.example", 403),
        ("null", 403),
        ("http://localhost.evil.example", 403), ("file://", 403),
    ])
    func onLoopbackOnlyLoopbackPagesMayTalk(_ origin: String, _ status: Int) async throws {
        #expect(HTTPClient(handler: Fixture.handler()).with([("Origin", origin)]).get("/health").status == status)
    }

    @Test func listedOriginsMayTalk() async throws {
        let configuration = HTTPConfiguration(origins: .network(origins: ["https://app.example"]))
        let client = HTTPClient(handler: Fixture.handler(configuration: configuration)).with([("Host", "desk.example")])
        #expect(client.get("/health").status == 200)
        let page = client.with([("Origin", "https://app.example")]).get("/health")
        #expect(page.header("access-control-allow-origin") == "https://app.example")
        #expect(page.header("access-control-allow-credentials") == "true")
        #expect(page.header("vary") == "Origin")
        #expect(client.with([("Origin", "https://app.example.evil")]).get("/health").status == 403)
    }

    @Test func whereAllPagesMayTalkNoneSendsCredentials() async throws {
        let configuration = HTTPConfiguration(origins: .network(origins: ["*"]))
        let page = HTTPClient(handler: Fixture.handler(configuration: configuration)).with([("Origin", "https://any.example")])
        for response in [page.get("/health"), page.send("OPTIONS", "/mcp")] {
            #expect(response.header("access-control-allow-origin") == "*")
            #expect(response.header("access-control-allow-credentials") == nil)
        }
    }

    /// What is away is told, and is no reason to end the process or to send it no requests.
    @Test func healthTellsOfWhatIsNeeded() async throws {
        #expect(HTTPClient(handler: Fixture.handler()).get("/health").json?["dependencies"] == nil)
        let isThere = Observed(true)
        var configuration = HTTPConfiguration()
        configuration.dependencies = [HTTPDependency("redis") { isThere.state }, HTTPDependency("other") { true }]
        let client = HTTPClient(handler: Fixture.handler(configuration: configuration))
        #expect(client.get("/health").json?["status"] == "ok")
        #expect(client.get("/health").json?["dependencies"] == ["redis": "ok", "other": "ok"])
        isThere.change { $0 = false }
        let away = client.get("/health")
        #expect(away.status == 200 && away.json?["status"] == "degraded")
        #expect(away.json?["dependencies"] == ["redis": "away", "other": "ok"])
        #expect(client.get("/ready").status == 200)
    }

    @Test(arguments: ["/mcp", "/sse", "/message", "/rpc", "/mcp/sse", "/mcp/sse/message", "/health", "/ready", "/capabilities"])
    func preflight(_ path: String) async throws {
        let client = HTTPClient(handler: Fixture.handler()).with([
            ("Origin", "http://localhost:3000"), ("Access-Control-Request-Headers", "mcp-param-region, x-evil\u{7F}"),
        ])
        let response = client.send("OPTIONS", path)
        #expect(response.status == 204)
        #expect(response.header("access-control-max-age") == "86400")
        #expect(response.header("access-control-allow-headers")?.contains("mcp-param-region") == true)
        #expect(response.header("access-control-allow-headers")?.contains("evil") == false)
    }

    @Test func pathsAndMethods() async throws {
        let client = HTTPClient(handler: Fixture.handler())
        #expect(client.get("/nope").status == 404)
        let refused = client.send("PUT", "/mcp")
        #expect(refused.status == 405)
        #expect(refused.header("allow") == "GET, POST, DELETE, OPTIONS")
        #expect(client.send("HEAD", "/health").status == 200)
        #expect(client.send("HEAD", "/sse").status == 405)
        #expect(client.get("/ready").json?["ready"] == true)
        #expect(client.get("/capabilities").json?["capabilities"]?[0] == "tools")
    }

    @Test func aPrincipalThatAsksTooMuchWaits() async throws {
        let time = ManualTime()
        var configuration = HTTPConfiguration()
        configuration.limits.callsPerSecond = 2
        configuration.limits.callBurst = 3
        let client = HTTPClient(handler: Fixture.handler(configuration: configuration, time: time)).with([("Accept", "application/json")])
        let call = HTTPClient.call(1, "echo", #"{"text":"x"}"#)
        for status in [200, 200, 200, 429] { #expect(try await client.post(call).status == status) }
        #expect(try await client.post(call).header("retry-after") == "1")
        time.advance(by: .seconds(1))
        for status in [200, 200, 429] { #expect(try await client.post(call).status == status) }
    }

    @Test func aShutdownTakesNoMoreAndWaitsForWhatRuns() async throws {
        let gate = Gate()
        let handler = Fixture.handler(gate: gate)
        let client = try await HTTPClient(handler: handler).opened()
        let running = client.begin(HTTPClient.call(1, "steps"))
        async let done: Void = handler.shutdown(within: .seconds(30))
        var refused = try await client.post(HTTPClient.call(2, "echo", #"{"text":"x"}"#))
        while refused.status == 200 {
            await Task.yield()
            refused = try await client.post(HTTPClient.call(2, "echo", #"{"text":"x"}"#))
        }
        #expect(refused.status == 503)
        #expect(client.get("/ready").status == 503)
        gate.open()
        await done
        #expect(running.json?["result"]?["content"]?[0]?["text"] == "done")
    }
}
