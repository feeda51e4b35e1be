internal import MCPCore
internal import Testing

@testable internal import TicketTools

/// All tools over a server that speaks Redmine's shape and refuses any other.
@Suite struct RedmineTests {
    private let desk: RedmineStandIn.Desk
    private let server: StandIn
    private let client: ToolClient

    init() throws {
        (desk, server) = try RedmineStandIn.start(issues: 47)
        client = try AdapterClient.make("redmine", server)
    }

    @Test func everyTool() async throws {
        var called: Set<String> = []
        func call(_ tool: String, _ arguments: JSON = [:]) async throws -> ToolClient.Answer {
            called.insert(tool)
            return try await client.succeed(tool, arguments)
        }
        let list = try await call("get_ticket_list", ["limit": 2, "include_total": true])
        #expect(list.items.map { $0["number"] } == ["47", "46"] && list["page"]?["total"] == 47)
        #expect(list.items[1]["account"] == ["id": 2, "name": "アクメ社"] && list.items[0]["category"] == ["id": 3, "name": "Support"])
        let users = try await call("get_users", ["query": "山田"])
        #expect(users.items.map { $0["name"] } == ["花子 山田"])
        #expect(try await call("get_accounts").items.map { $0["name"] } == ["Help desk", "アクメ社"])
        #expect(try await call("get_categories").items.map { $0["name"] } == ["Bug", "Feature", "Support"])
        #expect(try await call("get_category_details", ["category_id": "Support"]).items.map { $0["name"] } == ["Printer"])
        let statuses = try await call("get_statuses", ["group": "closed"])
        #expect(statuses.items.map { $0["key"] } == ["closed", "rejected"] && statuses.text.contains("next: not told"))
        called.insert("get_request_channels")
        #expect(try await client.fail("get_request_channels").contains("Redmine does not keep the way in which a request came in."))
        let created = try await call(
            "create_ticket",
            [
                "title": "紙詰まり", "description": "b", "account_id": "アクメ社", "category_detail": "Printer", "priority": "high",
                "due_at": "2026-12-01",
            ])
        let number = try #require(created["ticket"]?["number"])
        #expect(created["ticket"]?["account"]?["id"] == 2 && created["ticket"]?["category_detail"]?["id"] == 7)
        #expect(created["ticket"]?["due_at"] == "2026-12-01T23:59:59Z" && created["notes"] == nil)
        let detail = try await call("get_ticket_detail", ["ticket": number])
        #expect(detail["allowed_next"] == ["new", "in_progress", "rejected"] && detail["ticket"]?["description"] == "b")
        let version = try #require(detail["ticket"]?["version"])
        let updated = try await call(
            "update_ticket",
            [
                "ticket": number, "expected_version": version, "set": ["status": "In Progress", "assignee_id": "花子 山田", "priority": "low"],
                "comment": "理由",
            ])
        #expect(updated["ticket"]?["status"] == "in_progress" && updated["ticket"]?["assignee"]?["id"] == 2)
        #expect(updated.text.contains("status: \"new\" -> \"in_progress\"") && updated.text.contains("Redmine has no versions"))
        let added = try await call("add_ticket_history", ["ticket": number, "body": "回答です", "kind": "reply", "status": "Resolved"])
        #expect(added["visibility"] == "public" && added["seq"] == 2 && added.text.contains("Redmine keeps no kinds"))
        let history = try #require(try await call("get_ticket_detail", ["ticket": number, "history_order": "asc"])["history"]?.array)
        #expect(history.map { $0["visibility"] } == ["internal", "public"] && history.map { $0["body"] } == ["理由", "回答です"])
        #expect(called == AdapterClient.tools)
        #expect(server.faults == [])
    }

    @Test func pagesToTheirEnd() async throws {
        var numbers: [String] = []
        var arguments: JSONObject = ["sort": "number", "order": "asc", "limit": 10]
        repeat {
            let answer = try await client.succeed("get_ticket_list", .object(arguments))
            numbers += answer.items.compactMap { $0["number"]?.string }
            arguments["cursor"] = answer["page"]?["next_cursor"]
            #expect(answer["page"]?["has_more"]?.bool == (arguments["cursor"] != nil))
            #expect(answer.text.contains("Redmine counts its pages"))
        } while arguments["cursor"] != nil && numbers.count < 100
        #expect(numbers == (1...47).map { String($0) })
        let first = try await client.succeed("get_ticket_list", ["limit": 10])
        let cursor = try #require(first["page"]?["next_cursor"])
        #expect(
            try await client.fail("get_ticket_list", ["limit": 10, "priority": "low", "cursor": cursor]).contains(
                "belongs to other arguments"))
        #expect(server.faults == [])
    }

    @Test func filters() async throws {
        func numbers(_ arguments: JSONObject) async throws -> Int {
            var arguments = arguments
            arguments["limit"] = 100
            return try await client.succeed("get_ticket_list", .object(arguments)).items.count
        }
        #expect(try await numbers(["status_group": "closed"]) == 9)
        #expect(try await numbers(["status_group": ["new", "closed"]]) == 47)
        #expect(try await numbers(["status": "Closed", "status_group": "new"]) == 0)
        #expect(try await numbers(["status": ["New", "Closed"]]) == 47)
        #expect(try await numbers(["priority": ["low", "high"]]) == 23)
        #expect(try await numbers(["assignee_id": "none"]) == 32)
        #expect(try await numbers(["unassigned": true]) == 32)
        #expect(try await numbers(["assignee_id": "me"]) == 0)
        #expect(try await numbers(["account_id": "アクメ社"]) == 23)
        #expect(try await numbers(["query": "プリンター 4"]) == 9)
        #expect(try await numbers(["overdue": true]) == 0)
        let times = try #require(try await client.succeed("get_ticket_list", ["limit": 1])["items"]?[0]?["updated_at"])
        #expect(try await numbers(["updated_from": times]) == 1)
        // The end of a range is no part of it.
        #expect(try await numbers(["updated_to": times]) == 46)
        #expect(try await numbers(["created_from": "2020-01-01", "created_to": times]) == 46)
        #expect(server.faults == [])
    }

    @Test(
        arguments: [
            ("get_ticket_list", ["tag": "a"], "cannot filter by this"), ("get_ticket_list", ["query": "a|b"], "cannot look for"),
            ("get_ticket_list", ["sort": "relevance"], "cannot sort by relevance"),
            ("create_ticket", ["title": "a", "description": "b", "tags": ["x"]], "tags: Redmine has no place for it"),
            ("create_ticket", ["title": "a", "description": "b", "request_channel_id": 1], "does not keep the way"),
            ("create_ticket", ["title": "a", "description": "b", "requester": ["name": "x"]], "requester.name: Redmine has no place"),
            ("add_ticket_history", ["ticket": 1, "body": "b", "minutes_spent": 5], "minutes_spent: Redmine has no place"),
            ("update_ticket", ["ticket": 1, "expected_version": "latest", "add_tags": ["x"]], "tags: Redmine has no place"),
            (
                "update_ticket", ["ticket": 1, "expected_version": "latest", "set": ["status": "Closed"]],
                "Allowed: new, in_progress, rejected"
            ),
            ("get_ticket_detail", ["ticket": 999], "Not found"),
            ("get_users", ["ids": .array((1...21).map { .integer($0) })], "at most 20"),
        ] as [(String, JSON, String)])
    func whatRedmineHasNotIsRefused(_ tool: String, _ arguments: JSON, _ words: String) async throws {
        let text = try await client.fail(tool, arguments)
        #expect(text.contains(words), "\(text)")
        #expect(server.requests.allSatisfy { $0.method == "GET" })
        #expect(server.faults == [])
    }

    @Test func aConflictIsFoundBeforeTheChange() async throws {
        let before = try #require(try await client.succeed("get_ticket_detail", ["ticket": 1])["ticket"]?["version"])
        try await client.succeed("update_ticket", ["ticket": 1, "expected_version": before, "set": ["title": "andere"], "comment": "weil"])
        let text = try await client.fail("update_ticket", ["ticket": 1, "expected_version": before, "set": ["title": "meine"]])
        #expect(text.contains("title: \"プリンター 1\" -> \"andere\"") && text.contains("by Redmine Admin") && text.contains("weil"))
        #expect(text.contains("next statuses: new, in_progress, rejected"))
        let next = try #require(text.split(separator: "expected_version: ").last?.prefix { $0.isNumber })
        let merged = try await client.succeed(
            "update_ticket", ["ticket": 1, "expected_version": .string(String(next)), "set": ["title": "beide"]])
        #expect(merged["ticket"]?["title"] == "beide")
        #expect(server.faults == [])
    }

    @Test func whatRedmineLeavesOutInSilenceIsSaid() async throws {
        // Its workflow is not told in a list, and refuses without a word.
        let added = try await client.succeed("create_ticket", ["title": "a", "description": "b", "due_at": "2026-12-01T09:00:00Z"])
        #expect(added.text.contains("Note: due_at is 2026-12-01T23:59:59Z now"))
        let refused = try await client.fail("create_ticket", ["title": "a", "description": "b", "account_id": 99])
        #expect(refused.contains("Project is invalid") && refused.contains("Nothing was done"))
        #expect(server.faults == [])
    }

    @Test func previewsSayThatNobodyElseChecked() async throws {
        let created = try await client.succeed(
            "create_ticket", ["title": "nur so", "description": "b", "priority": "urgent", "dry_run": true])
        #expect(created["would_create"]?["priority"] == "urgent" && created.text.contains("Redmine has no dry runs"))
        let updated = try await client.succeed(
            "update_ticket", ["ticket": 1, "expected_version": "latest", "set": ["title": "neu"], "dry_run": true])
        #expect(updated["changes"]?[0] == ["field": "title", "from": "プリンター 1", "to": "neu"])
        let added = try await client.succeed("add_ticket_history", ["ticket": 1, "body": "x", "dry_run": true])
        #expect(added["visibility"] == "internal" && added["dry_run"] == true && added["seq"] == 1)
        #expect(server.requests.allSatisfy { $0.method == "GET" })
        #expect(server.faults == [])
    }

    @Test func aKeyThatIsNotHeededIsSaidToBeNone() async throws {
        let answer = try await client.succeed("create_ticket", ["title": "a", "description": "b", "idempotency_key": "k"])
        #expect(answer.text.contains("Redmine knows no idempotency keys here"))
    }

    @Test func severalTicketsAndUsersByTheirIds() async throws {
        let answer = try await client.succeed("get_ticket_detail", ["tickets": [3, 999, 1]])
        #expect(answer["tickets"]?.array?.map { $0["ticket"]?["id"] } == [3, 1] && answer["errors"]?[0]?["ticket"] == "999")
        let users = try await client.succeed("get_users", ["ids": [3, 99, 1]])
        #expect(users.items.map { $0["id"] } == [3, 1])
        #expect(server.faults == [])
    }
}
