internal import MCPCore
internal import Testing

@testable internal import TicketTools

/// Reads against the real API: several tickets at once, formats, and what is left out.
@Suite struct HonestReadTests {
    private static let json = ["Content-Type: application/json"]

    @Test func severalTicketsAtOnceWithAWordOnEachThatIsMissing() async throws {
        let answer = try await ToolClient.real().succeed(
            "get_ticket_detail", ["tickets": [3, "T-000001", "T-999999", 3], "include": ["history"], "history_limit": 2])
        let tickets = try #require(answer["tickets"]?.array)
        #expect(tickets.map { $0["ticket"]?["number"] } == ["T-000003", "T-000001"])
        #expect(tickets.allSatisfy { $0["history"]?.array?.count == 2 && $0["history_page"]?["has_more"] == true })
        #expect(answer["errors"]?[0]?["ticket"] == "T-999999" && answer["errors"]?[0]?["code"] == "not_found")
        #expect(answer.text.contains("2 of 3 tickets") && answer.text.contains("T-999999: Not found"))
        #expect(answer.text.contains("history_cursor: "))
    }

    @Test func oneBrokenHistoryIsOneError() async throws {
        let upstream = try ScriptedUpstream { request in
            let ticket = { (id: Int) in
                """
                {"id":\(id),"number":"T-\(id)","title":"a","status":{"key":"new"},"priority":"low","created_at":"x","updated_at":"y","version":1}
                """
            }
            if request.target.hasPrefix("/tickets?ids=") {
                return .bytes(ScriptedUpstream.response(200, Self.json, "{\"items\":[\(ticket(1)),\(ticket(2))]}"))
            }
            guard request.target.hasPrefix("/tickets/1/") else {
                return .bytes(ScriptedUpstream.response(403, Self.json, "{\"detail\":\"Not yours.\"}"))
            }
            return .bytes(ScriptedUpstream.response(200, Self.json, "{\"items\":[]}"))
        }
        let answer = try await ToolClient.scripted(upstream).succeed("get_ticket_detail", ["tickets": [1, 2], "include": ["history"]])
        #expect(answer["tickets"]?.array?.count == 1 && answer["errors"]?[0]?["code"] == "forbidden")
        #expect(answer.text.contains("Not yours."))
    }

    @Test func aListOfTwentyIsShort() async throws {
        let client = try ToolClient.real()
        for arguments in [["created_to": "2026-11-20"], ["created_to": "2026-11-20", "sort": "number", "order": "asc"]] as [JSON] {
            let answer = try await client.succeed("get_ticket_list", arguments)
            #expect(answer.items.count == 20)
            print("20 tickets: \(answer.text.utf8.count) bytes")
            #expect(answer.text.utf8.count < 4_096)
        }
    }

    @Test func aTableHasAColumnForEachFieldAndNoBorderOfATitle() async throws {
        let client = try ToolClient.real()
        let title = "a|b\\c \(UInt64.random(in: 0...UInt64.max))"
        try await client.succeed("create_ticket", ["title": .string(title), "description": "d"])
        let answer = try await client.succeed("get_ticket_list", ["query": .string(title), "fields": ["title", "status", "due_at"]])
        let lines = answer.text.split(separator: "\n")
        #expect(lines.contains("number|title|status|due") && lines.contains("-|-|-|-"))
        let row = try #require(lines.first { $0.hasPrefix("T-") })
        #expect(row.contains("|a\\|b\\\\c ") && row.hasSuffix("|new|"))
    }

    @Test func aListAsJSONOrCSV() async throws {
        let client = try ToolClient.real()
        let json = try await client.succeed("get_ticket_list", ["limit": 2, "format": "json"])
        #expect(try JSON(parsing: json.text) == json.structured)
        let csv = try await client.succeed("get_ticket_list", ["limit": 2, "format": "csv", "fields": ["title", "priority"]])
        let lines = csv.text.split(separator: "\n")
        #expect(lines.contains("\"number\",\"title\",\"priority\"") && lines.filter { $0.hasPrefix("\"T-") }.count == 2)
        #expect(csv.text.contains("More: call again") && csv["page"]?["has_more"] == true)
    }

    @Test(
        arguments: [
            ("get_users", [:], "id,name,kana,email,role,team,active,is_me"), ("get_accounts", [:], "id,code,name,name_kana,active"),
            ("get_categories", ["include_details": true], "id,name,detail_count,active,details"),
            ("get_category_details", ["category_id": 3], "id,category_id,name,active,required_fields"),
            ("get_statuses", [:], "id,key,name,name_ja,group,is_terminal,allowed_next"),
            ("get_request_channels", [:], "id,key,name,active"),
        ] as [(String, JSONObject, String)])
    func everyListAsJSONOrCSV(_ tool: String, _ arguments: JSONObject, _ columns: String) async throws {
        let client = try ToolClient.real()
        var arguments = arguments
        arguments["format"] = "csv"
        let csv = try await client.succeed(tool, .object(arguments))
        let head = columns.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ",")
        let lines = csv.text.split(separator: "\n")
        #expect(lines.contains(Substring(head)))
        #expect(lines.filter { $0.hasPrefix("\"") }.count == csv.items.count + 1 && !csv.items.isEmpty)
        if tool == "get_users" { #expect(!csv.text.contains("tanaka@") && !csv.text.contains("admin@")) }
        arguments["format"] = "json"
        let json = try await client.succeed(tool, .object(arguments))
        #expect(try JSON(parsing: json.text) == json.structured)
    }

    @Test func aListThatIsCutHasMore() async throws {
        let client = try ToolClient.real { $0.limits.listedMasters = 2 }
        let answer = try await client.succeed("get_statuses")
        #expect(answer["page"]?["has_more"] == true && answer["page"]?["total"] == 5)
        #expect(answer.text.contains("Cut: 2 of 5 statuses") && !answer.text.contains("No more"))
    }

    @Test func anEmptyPageIsNotTheEnd() async throws {
        let body = "{\"items\":[],\"page\":{\"has_more\":true,\"next_cursor\":\"c\"}}"
        let client = try ToolClient.scripted(try ScriptedUpstream(200, Self.json, body))
        for tool in ["get_ticket_list", "get_users", "get_accounts"] {
            let answer = try await client.succeed(tool)
            #expect(answer.text.contains("None on this page") && answer.text.contains("cursor: c"), "\(tool)")
        }
    }
}
