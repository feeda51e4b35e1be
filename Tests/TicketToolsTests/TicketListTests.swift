internal import MCPCore
internal import Testing

@testable internal import TicketTools

@Suite struct TicketListTests {
    @Test func oneLineATicketAndAWayToTheNextPage() async throws {
        let client = try ToolClient.real()
        let answer = try await client.succeed("get_ticket_list", ["limit": 3, "include_total": true])
        #expect(answer.items.count == 3)
        let cursor = try #require(answer["page"]?["next_cursor"]?.string)
        #expect(answer.text.contains("cursor: \(cursor)"))
        let lines = answer.text.split(separator: "\n").filter { $0.hasPrefix("T-") }
        #expect(lines.count == 3)
        for (line, item) in zip(lines, answer.items) {
            #expect(line.contains(try #require(item["number"]?.string)))
            #expect(line.hasSuffix("|\(try #require(item["version"]?.integer))"))
            #expect(item["description"] == nil && item["id"] == nil)
        }
        #expect(answer["as_of"] != nil)
    }

    @Test func aWalkMeetsEveryTicketOnce() async throws {
        let client = try ToolClient.real()
        var numbers: [String] = []
        var arguments: JSONObject = ["sort": "number", "order": "asc", "limit": 37, "created_to": "2026-11-19", "fields": "title"]
        var pages = 0
        repeat {
            let answer = try await client.succeed("get_ticket_list", .object(arguments))
            numbers += answer.items.compactMap { $0["number"]?.string }
            arguments["cursor"] = answer["page"]?["next_cursor"]
            pages += 1
            #expect(answer["page"]?["has_more"]?.bool == (arguments["cursor"] != nil))
            #expect(answer.text.contains("No more.") == (arguments["cursor"] == nil))
        } while arguments["cursor"] != nil && pages < 20
        #expect(pages > 3)
        #expect(Set(numbers).count == numbers.count)
        let total = try await client.succeed("get_ticket_list", ["created_to": "2026-11-19", "limit": 1, "include_total": true])
        #expect(total["page"]?["total"]?.integer == Int64(numbers.count))
    }

    @Test func onlyTheFieldsThatWereAskedFor() async throws {
        let client = try ToolClient.real()
        let answer = try await client.succeed("get_ticket_list", ["limit": 2, "fields": ["status", "description"]])
        for item in answer.items {
            let members = (item.object?.members ?? []).map(\.key)
            #expect(Set(members) == ["number", "status", "description"])
        }
    }

    @Test(
        arguments: [
            (["status": "対応中"], "status", "open"), (["status": ["ＯＰＥＮ"]], "status", "open"), (["status": 2], "status", "open"),
            (["status_group": "closed"], "status", "closed"), (["priority": ["high"]], "priority", "high"),
        ] as [(JSON, String, String)])
    func filtersByStatusAndPriority(_ arguments: JSON, _ member: String, _ value: String) async throws {
        let answer = try await ToolClient.real().succeed("get_ticket_list", arguments)
        #expect(!answer.items.isEmpty)
        for item in answer.items { #expect(item[member]?.string == value) }
    }

    @Test(
        arguments: [
            (["assignee_id": "髙橋　直子"], "assignee", 4), (["assignee_id": "高橋直子"], "assignee", 4), (["assignee": "ﾀｶﾊｼ ﾅｵｺ"], "assignee", 4),
            (["assignee_id": "emma wilson"], "assignee", 5), (["assignee_id": 4], "assignee", 4), (["account_id": "AC-0005"], "account", 5),
            (["account": "株式会社ひまわり食品"], "account", 5), (["category_id": "ネットワーク"], "category", 3),
            (["category_id": "ﾈｯﾄﾜｰｸ (Network)"], "category", 3), (["category_id": ["network"]], "category", 3),
            (["category_detail_id": "VPN", "fields": "category_detail"], "category_detail", 301),
        ] as [(JSON, String, Int64)])
    func filtersByName(_ arguments: JSON, _ member: String, _ id: Int64) async throws {
        let answer = try await ToolClient.real().succeed("get_ticket_list", arguments)
        #expect(!answer.items.isEmpty)
        for item in answer.items { #expect(item[member]?["id"]?.integer == id) }
    }

    @Test func filtersByChannelTagAndPeople() async throws {
        let client = try ToolClient.real()
        let phone = try await client.succeed(
            "get_ticket_list", ["request_channel_id": ["電話", "chat"], "fields": ["request_channel", "tags"]])
        let channels = Set(phone.items.compactMap { $0["request_channel"]?.string })
        #expect(channels.isSubset(of: ["phone", "chat"]) && !channels.isEmpty)
        let tagged = try await client.succeed("get_ticket_list", ["tag": "wifi", "fields": ["tags"]])
        #expect(!tagged.items.isEmpty)
        let nobody = try await client.succeed("get_ticket_list", ["assignee_id": "none", "status_group": ["new", "open"]])
        for item in nobody.items { #expect(item["assignee"] == nil) }
        let mine = try await client.succeed("get_ticket_list", ["assignee_id": "me"])
        for item in mine.items { #expect(item["assignee"]?["id"]?.integer == 1) }
        try await client.succeed("get_ticket_list", ["requester_id": "me"])
        try await client.succeed("get_ticket_list", ["overdue": true, "unassigned": true])
        try await client.succeed("get_ticket_list", ["query": "Wi-Fi のパスワード", "sort": "relevance"])
    }

    @Test func datesAreDaysOfTheConfiguredZone() async throws {
        let tokyo = try ZoneOffset("+09:00")
        let client = try ToolClient.real { $0.zone = tokyo }
        let answer = try await client.succeed(
            "get_ticket_list", ["created_from": "2026-11-01", "created_to": "2026-11-10", "fields": "created_at", "limit": 100])
        #expect(!answer.items.isEmpty)
        let start = try #require(Moment("2026-11-01T00:00:00+09:00")).milliseconds
        let end = try #require(Moment("2026-11-11T00:00:00+09:00")).milliseconds
        for item in answer.items {
            let created = try #require(item["created_at"]?.string.flatMap { Moment($0) }).milliseconds
            #expect((start..<end).contains(created))
        }
        #expect(answer.text.contains("days in +09:00"))
    }

    @Test func nothingFound() async throws {
        let answer = try await ToolClient.real().succeed("get_ticket_list", ["query": "この語はどこにもない"])
        #expect(answer.items.isEmpty)
        #expect(answer.text.hasPrefix("No tickets fit"))
    }

    @Test func aCursorOfAnotherListIsExplained() async throws {
        let client = try ToolClient.real()
        let cursor = try #require(try await client.succeed("get_ticket_list", ["limit": 1])["page"]?["next_cursor"])
        let text = try await client.fail("get_ticket_list", ["limit": 1, "priority": "low", "cursor": cursor])
        #expect(text.contains("cursor"))
        #expect(text.contains("Nothing was done"))
    }
}
