internal import MCPCore
internal import Testing

@testable internal import TicketTools

/// An upstream that misbehaves: what the model is told, and that nothing is sent twice that must not be.
@Suite struct FailureTests {
    private static let problem = ["Content-Type: application/problem+json"]
    private static let json = ["Content-Type: application/json"]

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let response: String
        let words: [String]
        var testDescription: String { name }
    }

    static let reads: [Case] = [
        Case(
            name: "HTML 502", response: ScriptedUpstream.response(502, ["Content-Type: text/html"], "<html>Bad <b>gateway</b></html>"),
            words: ["not available", "502", "call again"]),
        Case(
            name: "HTML 200", response: ScriptedUpstream.response(200, ["Content-Type: text/html"], "<html>Log in</html>"),
            words: ["no sense", "200", "text/html", "MCP_API_BASE_URL"]),
        Case(
            name: "HTML 404", response: ScriptedUpstream.response(404, ["Content-Type: text/html"], "<html>"),
            words: ["404", "MCP_API_BASE_URL"]),
        Case(name: "no type", response: ScriptedUpstream.response(200, [], "{}"), words: ["content type"]),
        Case(
            name: "half JSON", response: ScriptedUpstream.response(200, json, "{\"items\":[{\"id\":1"),
            words: ["not valid JSON", "at byte"]),
        Case(
            name: "half body", response: "HTTP/1.1 200 OK\r\nContent-Length: 500\r\nConnection: close\r\n\r\n{\"items\":",
            words: ["no sense"]),
        Case(name: "not UTF-8 text", response: ScriptedUpstream.response(200, json, "{\"a\":\"\\ud800\"}"), words: ["not valid JSON"]),
        Case(name: "a list", response: ScriptedUpstream.response(200, json, "[]"), words: ["tickets should be an object, but is array"]),
        Case(name: "no items", response: ScriptedUpstream.response(200, json, "{}"), words: ["tickets.items is missing"]),
        Case(
            name: "bad item", response: ScriptedUpstream.response(200, json, "{\"items\":[{\"id\":1,\"number\":\"T-1\",\"title\":5}]}"),
            words: ["tickets.items[0].title should be a string, but is integer"]),
        Case(
            name: "more, but no way to it", response: ScriptedUpstream.response(200, json, "{\"items\":[],\"page\":{\"has_more\":true}}"),
            words: ["tickets.page.next_cursor is missing"]),
        Case(name: "redirect", response: ScriptedUpstream.response(302, ["Location: http://evil.example/"], ""), words: ["no sense"]),
        Case(
            name: "401", response: ScriptedUpstream.response(401, problem, "{\"title\":\"Unauthorized\"}"), words: ["401", "MCP_API_KEY"]),
        Case(
            name: "403", response: ScriptedUpstream.response(403, problem, "{\"detail\":\"Agents only.\"}"),
            words: ["Not allowed", "Agents only."]),
        Case(
            name: "429", response: ScriptedUpstream.response(429, problem + ["Retry-After: 77"], "{\"detail\":\"Slow down.\"}"),
            words: ["too many requests", "Wait 77 s"]),
        Case(
            name: "500", response: ScriptedUpstream.response(500, problem, "{\"detail\":\"Oops.\"}"),
            words: ["not available", "500", "Oops."]),
        Case(
            name: "400",
            response: ScriptedUpstream.response(
                400, problem,
                "{\"detail\":\"Bad query.\",\"errors\":[{\"field\":\"sort\",\"message\":\"sort is odd.\",\"allowed\":[\"a\",2]}]}"),
            words: ["Nothing was done", "- sort is odd. Allowed: a, 2."]),
    ]

    @Test(arguments: reads) func readsExplain(_ failure: Case) async throws {
        let upstream = try ScriptedUpstream { _ in .bytes(failure.response) }
        let text = try await ToolClient.scripted(upstream).fail("get_ticket_list", ["query": "canary-query"])
        for word in failure.words { #expect(text.contains(word), "\(word) in: \(text)") }
        #expect(!text.contains("canary") && !text.contains("<html>") && !text.contains("<b>"))
        #expect(!text.contains("may have been made"))
    }

    @Test(arguments: [500, 502, 503, 504]) func aChangeIsSentAgainUnderItsKeyAndItsOutcomeIsInDoubt(_ status: Int) async throws {
        let calls: [(String, JSON)] = [
            ("create_ticket", ["title": "a", "description": "b"]),
            ("update_ticket", ["ticket": 1, "expected_version": 3, "set": ["title": "a"]]),
            ("add_ticket_history", ["ticket": 1, "body": "x"]),
        ]
        for (tool, arguments) in calls {
            let upstream = try ScriptedUpstream(status, Self.problem, "{\"detail\":\"x\"}")
            let text = try await ToolClient.scripted(upstream).fail(tool, arguments)
            let advice = tool == "update_ticket" ? "get_ticket_list" : "idempotency_key: "
            #expect(text.contains("may have been made all the same") && text.contains(advice), "\(tool): \(text)")
            #expect(upstream.requests.count == (status == 500 ? 1 : 3), "\(tool)")
            let keys = Set(upstream.requests.map { $0.header("idempotency-key") })
            #expect(keys.count == 1 && keys.first??.utf8.count == 64, "\(tool)")
        }
    }

    @Test func aChangeWhoseAnswerIsCutOffIsInDoubt() async throws {
        for response in [
            ScriptedUpstream.response(201, Self.json, "{\"id\":"), ScriptedUpstream.response(201, Self.json, "{\"id\":1}"),
            "HTTP/1.1 201 Created\r\nContent-Length: 50\r\nConnection: close\r\n\r\n{",
        ] {
            let upstream = try ScriptedUpstream { _ in .bytes(response) }
            let text = try await ToolClient.scripted(upstream).fail("create_ticket", ["title": "a", "description": "b"])
            #expect(text.contains("may have been made all the same") && text.contains("idempotency_key: "), "\(text)")
            // Half an answer is asked for again; a whole one that makes no sense would be the same again.
            #expect(upstream.requests.count == (response.contains("Connection: close") ? 3 : 1))
        }
    }

    @Test func aReadIsSentAgainWhereThatMayHelp() async throws {
        let upstream = try ScriptedUpstream(503, Self.problem, "{}")
        _ = try await ToolClient.scripted(upstream).fail("get_users")
        #expect(upstream.requests.count == 3)
    }

    @Test func nobodyListens() async throws {
        var gone: ScriptedUpstream? = try ScriptedUpstream(200, Self.json, "{}")
        let url = try #require(gone?.url)
        gone = nil
        let client = ToolClient(TicketConfiguration(baseURL: try BaseURL(url)))
        let text = try await client.fail("create_ticket", ["title": "a", "description": "b"])
        #expect(text.contains("cannot be reached") && !text.contains("may have been made"))
    }

    @Test func anAnswerThatIsTooLate() async throws {
        let upstream = try ScriptedUpstream { _ in .hang }
        let configuration = TicketConfiguration(baseURL: try BaseURL(upstream.url), timeouts: TicketTimeouts(total: .milliseconds(300)))
        let client = ToolClient(configuration, over: upstream)
        let text = try await client.fail("add_ticket_history", ["ticket": 1, "body": "x"])
        #expect(text.contains("did not answer in time") && text.contains("may have been made"))
    }

    @Test func cancellingACallClosesTheConnection() async throws {
        let upstream = try ScriptedUpstream { _ in .hang }
        let client = try ToolClient.scripted(upstream)
        let call = Task { try await client.reply(to: "get_statuses", [:]) }
        while upstream.requests.isEmpty { await Task.yield() }
        call.cancel()
        await upstream.waitForHangUp()
        #expect(try await call.value == .null)
    }

    @Test func aBodyThatIsTooLargeIsNotTaken() async throws {
        let body = "{\"items\":[\"\(String(repeating: "a", count: 5_000))\"]}"
        let upstream = try ScriptedUpstream(200, Self.json, body)
        var configuration = TicketConfiguration(baseURL: try BaseURL(upstream.url))
        configuration.limits.responseBytes = 1_000
        #expect(try await ToolClient(configuration, over: upstream).fail("get_users").contains("no sense"))
    }

    @Test func aConflictWithoutDetails() async throws {
        let upstream = try ScriptedUpstream(409, Self.problem, "{\"detail\":\"The ticket is locked.\"}")
        let text = try await ToolClient.scripted(upstream).fail(
            "update_ticket", ["ticket": 1, "expected_version": 1, "set": ["title": "x"]])
        #expect(text.contains("The ticket is locked."))
    }

    @Test func aMissingPrecondition() async throws {
        let upstream = try ScriptedUpstream(428, Self.problem, "{}")
        let text = try await ToolClient.scripted(upstream).fail(
            "update_ticket", ["ticket": 1, "expected_version": "latest", "set": ["title": "x"]])
        #expect(text.contains("expected_version"))
        #expect(upstream.requests[0].header("if-match") == "*")
    }

    @Test func listsThatNeverEnd() async throws {
        let upstream = try ScriptedUpstream(200, Self.json, "{\"items\":[],\"page\":{\"has_more\":true,\"next_cursor\":\"c\"}}")
        let client = try ToolClient.scripted(upstream)
        #expect(try await client.fail("get_statuses").contains("does not end"))
        #expect(try await client.fail("get_ticket_list", ["account_id": "x"]).contains("too many"))
    }

    @Test func mastersInPagesAreReadToTheirEnd() async throws {
        let upstream = try ScriptedUpstream { request in
            let isLast = request.target.hasSuffix("?cursor=a%2Bb")
            let item = "{\"id\":\(isLast ? 2 : 1),\"key\":\"\(isLast ? "b" : "a")\",\"name\":\"x\"}"
            let page = isLast ? "{\"has_more\":false}" : "{\"has_more\":true,\"next_cursor\":\"a+b\"}"
            return .bytes(ScriptedUpstream.response(200, Self.json, "{\"items\":[\(item)],\"page\":\(page)}"))
        }
        #expect(try await ToolClient.scripted(upstream).succeed("get_request_channels").items.map { $0["key"] } == ["a", "b"])
    }

    @Test func unknownMembersAreNoMatter() async throws {
        let ticket = """
            {"id":1.0,"number":"REQ-1","title":"a","status":{"id":1,"key":"new","name":"N","group":"new","x":1},"priority":"p1","created_at":"x",\
            "updated_at":"y","version":4,"extra":{"deep":[1,2]},"category":null,"custom":5}
            """
        let upstream = try ScriptedUpstream(200, Self.json, "{\"items\":[\(ticket)],\"more\":1}")
        let answer = try await ToolClient.scripted(upstream).succeed("get_ticket_list")
        let item: JSON = ["number": "REQ-1", "title": "a", "status": "new", "priority": "p1", "updated_at": "y", "version": 4]
        #expect(answer.items == [item])
        #expect(answer.text.contains("No more."))
    }
}
