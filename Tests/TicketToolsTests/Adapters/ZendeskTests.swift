internal import MCPCore
internal import Synchronization
internal import Testing

@testable internal import TicketTools

/// All tools over a server that speaks Zendesk's shape and refuses any other.
@Suite struct ZendeskTests {
    private let desk: ZendeskStandIn.Desk
    private let server: StandIn
    private let client: ToolClient

    init() throws {
        (desk, server) = try ZendeskStandIn.start(tickets: 31)
        client = try AdapterClient.make("zendesk", server)
    }

    @Test func everyTool() async throws {
        var called: Set<String> = []
        func call(_ tool: String, _ arguments: JSON = [:]) async throws -> ToolClient.Answer {
            called.insert(tool)
            return try await client.succeed(tool, arguments)
        }
        let list = try await call(
            "get_ticket_list", ["limit": 2, "include_total": true, "fields": ["title", "requester", "account", "tags"]])
        #expect(list.items.map { $0["number"] } == ["31", "30"] && list.text.contains("Zendesk does not count these tickets"))
        #expect(list.items[0]["requester"]?["name"] == "Erika Kunde" && list.items[0]["account"] == ["id": 21, "name": "ACME"])
        #expect(try await call("get_users", ["role": "agent"]).items.map { $0["name"] } == ["鈴木 一郎"])
        #expect(try await call("get_accounts", ["query": "山田"]).items.map { $0["id"] } == [22])
        #expect(try await call("get_categories").items.map { $0["name"] } == ["question", "incident", "problem", "task"])
        #expect(try await call("get_statuses", ["group": "pending"]).items.map { $0["key"] } == ["pending", "hold"])
        #expect(try await call("get_request_channels").items.count == 6)
        called.insert("get_category_details")
        #expect(try await client.fail("get_category_details", ["category_id": 1]).contains("no second level of categories"))
        let created = try await call(
            "create_ticket",
            [
                "title": "紙詰まり", "description": "助けて", "category": "problem", "account_id": "山田商店", "requester_id": "Erika Kunde",
                "assignee_id": "鈴木一郎", "tags": ["a", "b"],
            ])
        let number = try #require(created["ticket"]?["number"])
        #expect(created["ticket"]?["category"] == ["id": 3, "name": "problem"] && created["ticket"]?["assignee"]?["id"] == 12)
        #expect(created["ticket"]?["tags"] == ["a", "b"] && created["notes"] == nil)
        let version = try #require(created["ticket"]?["version"])
        let updated = try await call(
            "update_ticket",
            [
                "ticket": number, "expected_version": version, "set": ["status": "保留中", "priority": "urgent"], "add_tags": ["c"],
                "remove_tags": ["a"],
            ])
        #expect(updated["ticket"]?["status"] == "pending" && updated["ticket"]?["tags"] == ["b", "c"] && updated["notes"] == nil)
        let put = try #require(server.requests.last { $0.method == "PUT" })
        #expect(put.body.contains("\"safe_update\":true") && put.body.contains("\"updated_stamp\":\""))
        let added = try await call("add_ticket_history", ["ticket": number, "body": "回答です", "kind": "reply", "status": "solved"])
        #expect(added["visibility"] == "public" && added["changes"]?[0]?["to"] == "solved")
        let detail = try await call("get_ticket_detail", ["ticket": number, "history_order": "asc"])
        let history = try #require(detail["history"]?.array)
        #expect(history.map { $0["kind"] } == ["status_change", "comment"] && history[1]["author"]?["name"] == "Ada Agent")
        #expect(detail["allowed_next"] == nil)
        #expect(called == AdapterClient.tools)
        #expect(server.faults == [])
    }

    @Test(arguments: [["sort": "number", "order": "asc"], ["sort": "created_at", "order": "asc"]] as [JSONObject])
    func pagesToTheirEnd(_ order: JSONObject) async throws {
        var numbers: [String] = []
        var arguments = order
        arguments["limit"] = 10
        repeat {
            let answer = try await client.succeed("get_ticket_list", .object(arguments))
            numbers += answer.items.compactMap { $0["number"]?.string }
            arguments["cursor"] = answer["page"]?["next_cursor"]
            #expect(answer["page"]?["has_more"]?.bool == (arguments["cursor"] != nil))
        } while arguments["cursor"] != nil && numbers.count < 100
        #expect(numbers == (1...31).map { String($0) })
        #expect(server.faults == [])
    }

    @Test func filters() async throws {
        func numbers(_ arguments: JSONObject) async throws -> Int {
            var arguments = arguments
            arguments["limit"] = 100
            return try await client.succeed("get_ticket_list", .object(arguments)).items.count
        }
        #expect(try await numbers(["status_group": "pending"]) == 10)
        #expect(try await numbers(["status": ["new", "open"]]) == 21)
        #expect(try await numbers(["assignee_id": "none"]) == 21)
        #expect(try await numbers(["unassigned": true]) == 21)
        #expect(try await numbers(["requester_id": "Erika Kunde", "category_id": "incident", "priority": "high", "tag": "printer"]) == 31)
        #expect(try await numbers(["query": "プリンター 3"]) == 3)
        #expect(try await numbers(["query": "status:closed"]) == 0)
        let time = try #require(try await client.succeed("get_ticket_list", ["limit": 1])["items"]?[0]?["updated_at"])
        #expect(try await numbers(["updated_from": time]) == 1)
        #expect(try await numbers(["created_from": "2020-01-01", "created_to": time]) == 30)
        #expect(try await numbers(["overdue": true]) == 0)
        #expect(server.faults == [])
    }

    @Test(
        arguments: [
            ("get_ticket_list", ["query": "a\"b"], "cannot look for"), ("get_ticket_list", ["sort": "due_at"], "cannot sort by due_at"),
            ("get_ticket_list", ["status": "open", "sort": "number"], "cannot sort by number"),
            ("get_ticket_list", ["tag": ["a", "b"]], "takes one value here"),
            ("create_ticket", ["title": "a", "description": "b", "request_channel_id": "web"], "request_channel_id: Zendesk has no place"),
            (
                "update_ticket", ["ticket": 1, "expected_version": "latest", "set": ["description": "x"]],
                "description: Zendesk has no place"
            ),
            ("add_ticket_history", ["ticket": 1, "body": "b", "occurred_at": "2026-11-01"], "occurred_at: Zendesk has no place"),
        ] as [(String, JSON, String)])
    func whatZendeskHasNotIsRefused(_ tool: String, _ arguments: JSON, _ words: String) async throws {
        let text = try await client.fail(tool, arguments)
        #expect(text.contains(words), "\(text)")
        #expect(server.requests.allSatisfy { $0.method == "GET" })
        #expect(server.faults == [])
    }

    @Test func aChangeInBetweenIsRefusedByZendeskItself() async throws {
        let before = try #require(try await client.succeed("get_ticket_detail", ["ticket": 2])["ticket"]?["version"])
        try await client.succeed("add_ticket_history", ["ticket": 2, "body": "dazwischen", "status": "open"])
        let text = try await client.fail("update_ticket", ["ticket": 2, "expected_version": before, "set": ["priority": "low"]])
        #expect(text.contains("by Ada Agent") && text.contains("dazwischen") && text.contains("priority: high"))
        // Between our reading and our writing: the stamp is of what was read.
        let current = try await client.succeed("get_ticket_detail", ["ticket": 2])["ticket"]?["version"]
        let meddled = try ZendeskStandIn.meddling(with: desk)
        let other = try AdapterClient.make("zendesk", meddled)
        let refused = try await other.fail(
            "update_ticket", ["ticket": 2, "expected_version": try #require(current), "set": ["priority": "low"]])
        #expect(refused.contains("Nothing was changed") && refused.contains("call again with expected_version: "))
        #expect(server.faults == [] && meddled.faults == [])
    }

    @Test func aKeyMakesATicketOnce() async throws {
        let arguments: JSON = ["title": "einmal", "description": "b", "idempotency_key": "k-1"]
        let first = try await client.succeed("create_ticket", arguments)
        let second = try await client.succeed("create_ticket", arguments)
        #expect(first["ticket"]?["number"] == second["ticket"]?["number"] && first["notes"] == nil)
        let note = try await client.succeed("add_ticket_history", ["ticket": 1, "body": "x", "idempotency_key": "k-1"])
        #expect(note.text.contains("Zendesk knows no idempotency keys here"))
    }

    @Test func whatZendeskRefusesIsPassedOn() async throws {
        let text = try await client.fail("create_ticket", ["title": "a", "description": ""])
        #expect(text.contains("Description: cannot be blank") && text.contains("Nothing was done"))
    }

    @Test func aHistoryInPagesIsReadFromTheOldestAndBack() async throws {
        let (_, server) = try ZendeskStandIn.start(tickets: 1, auditPage: 2)
        let client = try AdapterClient.make("zendesk", server)
        for index in 1...4 { try await client.succeed("add_ticket_history", ["ticket": 1, "body": .string("\(index)")]) }
        var bodies: [String] = []
        var arguments: JSONObject = ["ticket": 1, "history_limit": 2, "include": "history"]
        repeat {
            let answer = try await client.succeed("get_ticket_detail", .object(arguments))
            bodies += (answer["history"]?.array ?? []).compactMap { $0["body"]?.string }
            arguments["history_cursor"] = answer["history_page"]?["next_cursor"]
            // What comes in between moves nothing.
            if bodies.count == 2 { try await client.succeed("add_ticket_history", ["ticket": 1, "body": "später"]) }
        } while arguments["history_cursor"] != nil && bodies.count < 20
        #expect(bodies == ["4", "3", "2", "1", "印刷できない"])
        #expect(server.faults == [])
    }

    @Test func aHistoryThatIsTooLongSaysSo() async throws {
        let (desk, server) = try ZendeskStandIn.start(tickets: 1, auditPage: 1)
        desk.state.withLock { state in
            for index in 2...12 {
                state.audits[1]?.append([
                    "id": .integer(Int64(index)), "author_id": 11, "created_at": "2026-01-01T00:00:00Z",
                    "events": [["type": "Comment", "body": .string("\(index)"), "public": false]],
                ])
            }
        }
        let answer = try await AdapterClient.make("zendesk", server).succeed("get_ticket_detail", ["ticket": 1, "history_limit": 100])
        #expect(answer["history"]?.array?.count == 10 && answer["history_page"]?["has_more"] == true)
        #expect(answer.text.contains("There is more, which cannot be listed here") && answer.text.contains("The oldest 10 entries alone"))
        #expect(!answer.text.contains("No more."))
    }
}
