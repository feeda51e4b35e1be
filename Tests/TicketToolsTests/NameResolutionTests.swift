internal import MCPCore
internal import Testing

@testable internal import TicketTools

/// Names that stand for nothing, or for too much, against the real API.
@Suite struct NameResolutionTests {
    @Test(
        arguments: [
            (["status": "opne"], ["status", "\"opne\" is unknown", "open", "get_statuses"]),
            (["status": 99], ["status", "99", "new; open"]),
            (["assignee_id": "佐藤 美嘆"], ["assignee_id", "2 佐藤 美咲", "get_users"]), (["assignee_id": "すずき"], ["assignee_id", "3 鈴木 健太"]),
            (["assignee_id": "Ema Wilson"], ["assignee_id", "5 Emma Wilson"]),
            (["category_id": "ネットワク"], ["category_id", "3 ネットワーク (Network)", "get_categories"]),
            (["category_detail_id": "Wifi"], ["category_detail_id", "302 無線 LAN (Wi-Fi)"]),
            (["category_id": "Hardware", "category_detail_id": "VPN"], ["category_detail_id", "101"]),
            (["request_channel_id": "fax"], ["request_channel_id", "get_request_channels"]),
            (["account_id": "AC-9999"], ["account_id", "unknown", "get_accounts"]), (["account_id": "青葉商亊"], ["account_id", "1 株式会社青葉商事"]),
            (["status": ["x", "y"], "category_id": "z"], ["\"x\"", "\"y\"", "\"z\""]),
        ] as [(JSON, [String])])
    func unknownNamesListTheNearest(_ arguments: JSON, _ words: [String]) async throws {
        let text = try await ToolClient.real().fail("get_ticket_list", arguments)
        for word in words { #expect(text.contains(word), "\(word) in: \(text)") }
        #expect(text.count { $0 == ";" } <= 4 * (arguments["category_id"] == "z" ? 3 : 1))
    }

    private static func users(_ users: [(Int, String)], next: String? = nil) -> String {
        let items = users.map {
            "{\"id\":\($0.0),\"name\":\"\($0.1)\",\"email\":\"u@x.example\",\"role\":\"agent\",\"team\":null,\"extra\":[1]}"
        }
        let page = next.map { "{\"returned\":1,\"has_more\":true,\"next_cursor\":\"\($0)\"}" } ?? "{\"returned\":1,\"has_more\":false}"
        return ScriptedUpstream.response(200, "{\"items\":[\(items.joined(separator: ","))],\"page\":\(page)}")
    }

    @Test func twoOfOneNameAreNeverChosenFrom() async throws {
        let body = Self.users([(1, "田中 一郎"), (2, "田中　一郎"), (3, "田中 一")])
        let upstream = try ScriptedUpstream { _ in .bytes(body) }
        let text = try await ToolClient.scripted(upstream).fail("create_ticket", ["title": "a", "description": "b", "assignee_id": "田中一郎"])
        #expect(text.contains("assignee_id"))
        #expect(text.contains("1 田中 一郎; 2 田中　一郎. Give the id."))
        #expect(!upstream.requests.contains { $0.method == "POST" })
    }

    @Test func aSearchThatDoesNotEndSaysSo() async throws {
        let body = Self.users((1...200).map { ($0, "田中 \($0)") }, next: "more")
        let upstream = try ScriptedUpstream { _ in .bytes(body) }
        let text = try await ToolClient.scripted(upstream).fail("get_ticket_list", ["assignee_id": "田中"])
        #expect(text.contains("too many"))
        #expect(upstream.requests.count == 5)
    }

    @Test func theQueryIsPercentEncodedUTF8() async throws {
        let body = Self.users([(7, "佐 藤&co=?+#")])
        let upstream = try ScriptedUpstream { request in
            .bytes(request.target.contains("/users") ? body : ScriptedUpstream.response(200, "{\"items\":[]}"))
        }
        try await ToolClient.scripted(upstream).succeed("get_ticket_list", ["assignee_id": "佐 藤&co=?+#"])
        #expect(upstream.requests[0].target == "/users?query=%E4%BD%90%20%E8%97%A4%26co%3D%3F%2B%23&limit=200")
        #expect(upstream.requests[1].target.contains("assignee_id=7&"))
    }
}

extension ScriptedUpstream {
    static func response(_ status: Int, _ body: String) -> String { response(status, ["Content-Type: application/json"], body) }
}
