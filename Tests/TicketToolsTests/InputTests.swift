internal import MCPCore
internal import Testing

@testable internal import TicketTools

/// Arguments that are wrong: the answer names the field and what is allowed, and nothing is sent.
@Suite struct InputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let tool: String
        let arguments: JSON
        let words: [String]

        init(_ tool: String, _ arguments: JSON, _ words: String...) {
            self.tool = tool
            self.arguments = arguments
            self.words = words
        }

        var testDescription: String { "\(tool) \(arguments.text.prefix(80))" }
    }

    private static let long = String(repeating: "長", count: 20_001)
    private static let update: JSONObject = ["ticket": 1, "expected_version": 1]

    private static func updating(_ members: JSONObject) -> JSON {
        var object = update
        for member in members.members { object[member.key] = member.value }
        return .object(object)
    }

    static let list: [Case] = [
        Case("get_ticket_list", ["query": ""], "query", "1 to 200"),
        Case("get_ticket_list", ["query": .string(String(long.prefix(201)))], "query", "200"),
        Case("get_ticket_list", ["query": ["a"]], "query", "string"),
        Case("get_ticket_list", ["status": [["key": "open"]]], "status[0]", "id or a name"),
        Case("get_ticket_list", ["status": .array(Array(repeating: 1, count: 21))], "status", "at most 20"),
        Case("get_ticket_list", ["status_group": "done"], "status_group", "new, open, pending, resolved, closed"),
        Case("get_ticket_list", ["assignee_id": 0], "assignee_id", "1 or more"),
        Case("get_ticket_list", ["assignee_id": true], "assignee_id", "id or a name"),
        Case("get_ticket_list", ["account_id": -1], "account_id", "1 or more"),
        Case("get_ticket_list", ["requester_id": ""], "requester_id", "1 to 200"),
        Case("get_ticket_list", ["category_id": [true]], "category_id[0]", "id or a name"),
        Case("get_ticket_list", ["category_detail_id": [:]], "category_detail_id", "id or a name"),
        Case("get_ticket_list", ["request_channel_id": [""]], "request_channel_id[0]", "1 to 200"),
        Case("get_ticket_list", ["priority": ["high", "critical"]], "priority[1]", "low, normal, high, urgent"),
        Case("get_ticket_list", ["tag": [""]], "tag[0]", "1 to 50"),
        Case("get_ticket_list", ["created_from": "yesterday"], "created_from", "2026-11-21"),
        Case("get_ticket_list", ["created_to": "2026-02-30"], "created_to", "RFC 3339"),
        Case("get_ticket_list", ["updated_from": 5], "updated_from", "RFC 3339"),
        Case("get_ticket_list", ["updated_to": "2026-11-21T10:00"], "updated_to", "offset"),
        Case("get_ticket_list", ["due_from": []], "due_from", "string"),
        Case("get_ticket_list", ["due_to": "21.11.2026"], "due_to", "RFC 3339"),
        Case("get_ticket_list", ["overdue": "maybe"], "overdue", "true or false"),
        Case("get_ticket_list", ["overdue": false], "overdue", "only be true"),
        Case("get_ticket_list", ["unassigned": 1], "unassigned", "true or false"),
        Case("get_ticket_list", ["due_from": "2026-11-21", "due_to": "2026-11-20"], "due_to", "later than due_from"),
        Case("get_ticket_list", ["sort": "title"], "sort", "updated_at, created_at, due_at, priority, number, relevance"),
        Case("get_ticket_list", ["order": "up"], "order", "asc, desc"),
        Case("get_ticket_list", ["fields": ["body"]], "fields[0]", "description"),
        Case("get_ticket_list", ["limit": 0], "limit", "1 to 100"), Case("get_ticket_list", ["limit": 101], "limit", "1 to 100"),
        Case("get_ticket_list", ["limit": "many"], "limit", "integer"), Case("get_ticket_list", ["cursor": ""], "cursor", "1 to 4000"),
        Case("get_ticket_list", ["include_total": "yes"], "include_total", "true or false"),
        Case("get_ticket_list", ["state": "open"], "state", "unknown", "status"),
        Case("get_ticket_list", ["limit": 0, "order": "x", "foo": 1], "limit", "order", "foo"),
        Case("get_ticket_detail", [:], "ticket", "required"), Case("get_ticket_detail", ["ticket": "../users"], "ticket", "T-000123"),
        Case("get_ticket_detail", ["ticket": 0], "ticket", "T-000123"),
        Case("get_ticket_detail", ["ticket": 1, "include": "all"], "include", "history"),
        Case("get_ticket_detail", ["ticket": 1, "history_limit": 101], "history_limit", "1 to 100"),
        Case("get_ticket_detail", ["ticket": 1, "history_order": "new"], "history_order", "asc, desc"),
        Case("get_ticket_detail", ["ticket": 1, "max_chars": 99], "max_chars", "100 to 200000"),
        Case("get_ticket_detail", ["ticket": 1, "format": "csv"], "format", "markdown, json"),
        Case("get_ticket_detail", ["ticket": 1, "tickets": [2]], "tickets", "cannot go with ticket"),
        Case("get_ticket_detail", ["tickets": []], "ticket", "required"),
        Case("get_ticket_detail", ["tickets": .array(Array(repeating: 1, count: 21))], "tickets", "at most 20"),
        Case("get_ticket_detail", ["tickets": [1], "history_cursor": "c"], "history_cursor", "one ticket"),
        Case("create_ticket", ["title": "a", "description": "b", "idempotency_key": "a b"], "idempotency_key", "printable"),
        Case("create_ticket", ["title": "a", "description": "b", "dry_run": "x"], "dry_run", "true or false"),
        Case("update_ticket", updating(["dry_run": "x"]), "dry_run", "true or false"),
        Case("add_ticket_history", ["ticket": 1, "body": "b", "idempotency_key": ""], "idempotency_key", "1 to 255"),
        Case("add_ticket_history", ["ticket": 1, "body": "b", "dry_run": 3], "dry_run", "true or false"),
        Case("get_ticket_list", ["format": "xml"], "format", "markdown, json, csv"),
        Case("get_users", ["format": "xml"], "format", "markdown, json, csv"),
        Case("get_accounts", ["format": "xml"], "format", "markdown, json, csv"),
        Case("get_categories", ["format": "xml"], "format", "markdown, json, csv"),
        Case("get_category_details", ["category_id": 1, "format": "xml"], "format", "markdown, json, csv"),
        Case("get_statuses", ["format": "xml"], "format", "markdown, json, csv"),
        Case("get_request_channels", ["format": "xml"], "format", "markdown, json, csv"),
        Case("get_ticket_detail", ["ticket": 1, "history_cursor": 5, "x": 1], "x", "unknown"),
        Case("create_ticket", [:], "title", "description", "required"),
        Case("create_ticket", ["title": "", "description": ""], "title", "1 to 200"),
        Case("create_ticket", ["title": .string(String(long.prefix(201))), "description": ""], "title", "201"),
        Case("create_ticket", ["title": "a", "description": .string(long)], "description", "20001"),
        Case("create_ticket", ["title": "a", "description": "", "priority": "p1"], "priority", "low, normal, high, urgent"),
        Case("create_ticket", ["title": "a", "description": "", "due_at": "soon"], "due_at", "RFC 3339"),
        Case("create_ticket", ["title": "a", "description": "", "tags": .array(Array(repeating: "t", count: 21))], "tags", "at most 20"),
        Case("create_ticket", ["title": "a", "description": "", "requester": ["contact": "x"]], "requester.name", "required"),
        Case("create_ticket", ["title": "a", "description": "", "requester": "佐藤"], "requester", "object"),
        Case("create_ticket", ["title": "a", "description": "", "requester_id": 2, "requester": ["name": "x"]], "requester", "not both"),
        Case("create_ticket", ["title": "a", "description": "", "category_id": [1]], "category_id", "id or a name"),
        Case("create_ticket", ["title": "a", "description": "", "category_detail_id": 0], "category_detail_id", "1 or more"),
        Case("create_ticket", ["title": "a", "description": "", "request_channel_id": ""], "request_channel_id", "1 to 200"),
        Case("create_ticket", ["title": "a", "description": "", "account_id": [:]], "account_id", "id or a name"),
        Case("create_ticket", ["title": "a", "description": "", "assignee_id": .string(String(long.prefix(201)))], "assignee_id", "201"),
        Case("create_ticket", ["title": "a", "description": "", "category_id": 1, "category": 1], "category", "unknown"),
        Case("create_ticket", ["title": "a", "description": "", "author": 1], "author", "unknown"),
        Case("update_ticket", [:], "ticket", "expected_version", "required"),
        Case("update_ticket", ["ticket": 1, "set": ["title": "x"]], "expected_version", "required"),
        Case("update_ticket", ["ticket": 1, "expected_version": "newest", "set": ["title": "x"]], "expected_version", "latest"),
        Case("update_ticket", ["ticket": 1, "expected_version": 0], "expected_version", "latest"),
        Case("update_ticket", updating([:]), "nothing is to be changed"),
        Case("update_ticket", updating(["comment": "only"]), "add_ticket_history"),
        Case("update_ticket", updating(["set": ["due_at": nil]]), "set.due_at", "clear"),
        Case("update_ticket", updating(["due_at": nil]), "set.due_at", "clear"),
        Case("update_ticket", updating(["set": ["title": .string(String(long.prefix(201)))]]), "set.title", "200"),
        Case("update_ticket", updating(["set": ["priority": "p1"]]), "set.priority", "low, normal, high, urgent"),
        Case("update_ticket", updating(["set": ["resolution": "x"]]), "set.resolution", "unknown"),
        Case("update_ticket", updating(["set": "title"]), "set", "object"),
        Case("update_ticket", updating(["set": ["title": "a"], "title": "b"]), "title", "unknown"),
        Case("update_ticket", updating(["clear": ["title"]]), "clear[0]", "due_at"),
        Case("update_ticket", updating(["set": ["due_at": "2026-11-21"], "clear": "due_at"]), "clear", "due_at"),
        Case("update_ticket", updating(["clear": ["tags"], "add_tags": ["a"]]), "add_tags"),
        Case("update_ticket", updating(["add_tags": .array(Array(repeating: "t", count: 21))]), "add_tags", "at most 20"),
        Case("update_ticket", updating(["remove_tags": [5, ["x"]]]), "remove_tags[1]", "string"),
        Case("update_ticket", updating(["set": ["title": "a"], "comment": .string(long)]), "comment", "20000"),
        Case("add_ticket_history", [:], "ticket", "body", "required"),
        Case("add_ticket_history", ["ticket": 1, "body": ""], "body", "1 to 20000"),
        Case("add_ticket_history", ["ticket": 1, "body": .string(long)], "body", "20001"),
        Case("add_ticket_history", ["ticket": 1, "body": "x", "kind": "mail"], "kind", "comment, internal_note, reply, call"),
        Case("add_ticket_history", ["ticket": 1, "body": "x", "visibility": "all"], "visibility", "public, internal"),
        Case("add_ticket_history", ["ticket": 1, "body": "x", "kind": "internal_note", "visibility": "public"], "visibility", "internal"),
        Case("add_ticket_history", ["ticket": 1, "body": "x", "occurred_at": "now"], "occurred_at", "RFC 3339"),
        Case("add_ticket_history", ["ticket": 1, "body": "x", "minutes_spent": 100_001], "minutes_spent", "0 to 100000"),
        Case("add_ticket_history", ["ticket": 1, "body": "x", "request_channel_id": 0, "status": []], "request_channel_id", "status"),
        Case("add_ticket_history", ["ticket": 1, "body": "x", "author": 2], "author", "unknown"),
        Case("get_users", ["role": "boss"], "role", "agent, admin, requester"), Case("get_users", ["limit": 201], "limit", "1 to 200"),
        Case("get_users", ["ids": ["x"]], "ids[0]", "integer"), Case("get_users", ["ids": [0]], "ids[0]", "at least 1"),
        Case("get_users", ["fields": ["phone"]], "fields[0]", "kana, email, role, team, active"),
        Case("get_users", ["name": "x"], "name", "query"),
        Case("get_users", ["active": "no"], "active", "true or false"), Case("get_users", ["team": ""], "team", "1 to 200"),
        Case("get_accounts", ["limit": 0], "limit", "1 to 200"), Case("get_accounts", ["code": ""], "code", "1 to 200"),
        Case("get_accounts", ["ids": .array(Array(repeating: 1, count: 201))], "ids", "at most 200"),
        Case("get_accounts", ["team": "x"], "team", "code"), Case("get_categories", ["query": ""], "query", "1 to 200"),
        Case("get_categories", ["include_details": 2], "include_details", "true or false"),
        Case("get_categories", ["limit": 2], "limit", "unknown"),
        Case("get_category_details", [:], "category_id", "required", "get_categories"),
        Case("get_category_details", ["category_ids": []], "category_id", "required"),
        Case("get_category_details", ["category_ids": .array(Array(repeating: 1, count: 51))], "category_ids", "at most 50"),
        Case("get_statuses", ["group": "x"], "group", "new, open"),
        Case("get_statuses", ["from_status": []], "from_status", "id or a name"),
        Case("get_request_channels", ["active": "x"], "active", "true or false"), Case("get_request_channels", ["id": 1], "id", "active"),
    ]

    @Test(arguments: list) func isRefused(_ wrong: Case) async throws {
        let upstream = try ScriptedUpstream(500, [], "{}")
        let text = try await ToolClient.scripted(upstream).fail(wrong.tool, wrong.arguments)
        for word in wrong.words { #expect(text.contains(word), "\(word) in: \(text)") }
        #expect(upstream.requests.isEmpty)
    }

    @Test func everyFieldOfEveryToolIsAmongTheCases() {
        let tools = ToolClient(TicketConfiguration()).server.tools.definitions
        for tool in tools {
            let known = Set(
                Self.list.filter { $0.tool == tool.name }.flatMap { $0.words + ($0.arguments.object?.members.map(\.key) ?? []) })
            let schema = try? JSON(parsing: tool.inputSchema.bytes)
            for field in schema?["properties"]?.object?.members.map(\.key) ?? [] where !["query", "active", "cursor"].contains(field) {
                if !known.contains(field) { Issue.record("no case for \(tool.name).\(field)") }
            }
        }
    }
}
