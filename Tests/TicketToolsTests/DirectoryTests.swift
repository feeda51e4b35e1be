internal import MCPCore
internal import Testing

@testable internal import TicketTools

@Suite struct DirectoryTests {
    @Test func users() async throws {
        let client = try ToolClient.real()
        let answer = try await client.succeed("get_users", ["query": "佐藤", "role": "agent", "active": true])
        #expect(answer.items.count == 1)
        #expect(answer.items[0]["email"] == "m***@helpdesk.example")
        #expect(answer.items[0]["team"] == nil)
        #expect(answer.text.contains("2 佐藤 美咲 | サトウ ミサキ | m***@helpdesk.example | agent"))
        let me = try await client.succeed("get_users", ["ids": [1, 2]])
        #expect(me.items.map { $0["is_me"] } == [true, nil])
        #expect(me.text.contains("1 管理者 (me)"))
        let team = try await client.succeed("get_users", ["team": "一次サポート", "fields": ["team"]])
        #expect(!team.items.isEmpty)
        for item in team.items { #expect(item["team"] == "一次サポート" && item["email"] == nil && item["role"] == nil) }
        let open = try await ToolClient.real { $0.showsEmail = true }.succeed("get_users", ["ids": 2])
        #expect(open.items[0]["email"] == "misaki.sato@helpdesk.example")
    }

    @Test(arguments: ["get_users", "get_accounts"]) func aWalkMeetsEverybodyOnce(_ tool: String) async throws {
        let client = try ToolClient.real()
        var arguments: JSONObject = ["limit": 7]
        var ids: [Int64] = []
        repeat {
            let answer = try await client.succeed(tool, .object(arguments))
            ids += answer.items.compactMap { $0["id"]?.integer }
            arguments["cursor"] = answer["page"]?["next_cursor"]
        } while arguments["cursor"] != nil && ids.count < 1_000
        #expect(ids.count > 7)
        #expect(Set(ids).count == ids.count)
    }

    @Test func accounts() async throws {
        let client = try ToolClient.real()
        let answer = try await client.succeed("get_accounts", ["code": "AC-0005"])
        #expect(answer.items == [["id": 5, "code": "AC-0005", "name": "株式会社ひまわり食品", "name_kana": "ヒマワリショクヒン", "active": true]])
        #expect(answer.text.contains("5 株式会社ひまわり食品 | AC-0005"))
        #expect(try await client.succeed("get_accounts", ["query": "青葉", "active": true, "ids": 1]).items.count == 1)
        let none = try await client.succeed("get_accounts", ["query": "どこにもない会社"])
        #expect(none.items.isEmpty && none.text == "No accounts fit.")
    }

    @Test func categories() async throws {
        let client = try ToolClient.real()
        let all = try await client.succeed("get_categories")
        #expect(all.items.count > 5)
        #expect(all["page"]?["total"]?.integer == Int64(all.items.count))
        let one = try await client.succeed("get_categories", ["query": "ﾈｯﾄ", "active": true, "include_details": true])
        #expect(one.items.count == 1)
        #expect(one.items[0]["details"]?.array?.contains { $0["id"] == 301 } == true)
        #expect(one.text.contains("    301 VPN"))
    }

    @Test func categoryDetails() async throws {
        let client = try ToolClient.real()
        let one = try await client.succeed("get_category_details", ["category_id": "Hardware"])
        #expect(!one.items.isEmpty)
        for item in one.items { #expect(item["category_id"] == 1) }
        let two = try await client.succeed("get_category_details", ["category_ids": [1, "ﾈｯﾄﾜｰｸ"], "query": "ﾌﾟﾘﾝﾀｰ"])
        #expect(two.items.map { $0["id"] } == [102])
        let text = try await client.fail("get_category_details", ["category_ids": [1, "nowhere"]])
        #expect(text.contains("category_ids[1]") && text.contains("get_categories"))
    }

    @Test func aListThatIsTooLongSaysThatItIsCut() async throws {
        let client = try ToolClient.real { $0.limits.listedMasters = 2 }
        let answer = try await client.succeed("get_statuses")
        #expect(answer.items.count == 2)
        #expect(answer["truncated"] == [["field": "items", "kept": 2, "full_length": 5]])
        #expect(answer.text.contains("Cut: 2 of 5 statuses"))
    }

    @Test func statuses() async throws {
        let client = try ToolClient.real()
        let all = try await client.succeed("get_statuses")
        #expect(all.items.map { $0["key"] } == ["new", "open", "pending", "resolved", "closed"])
        #expect(all.text.contains("3 pending | Pending / 保留 | group pending | next: open, resolved"))
        let next = try await client.succeed("get_statuses", ["from_status": "解決済み"])
        #expect(next.items.map { $0["key"] } == ["open", "closed"])
        #expect(try await client.succeed("get_statuses", ["group": "closed"]).items.map { $0["key"] } == ["closed"])
    }

    @Test func requestChannels() async throws {
        let answer = try await ToolClient.real().succeed("get_request_channels", ["active": true])
        #expect(answer.items.map { $0["key"] } == ["phone", "email", "web", "chat", "visit", "api"])
        #expect(answer.text.contains("1 phone | 電話 (Phone)"))
    }
}
