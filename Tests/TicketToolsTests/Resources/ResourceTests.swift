internal import MCPCore
internal import Testing

@testable internal import TicketTools

@Suite(.timeLimit(.minutes(2))) struct ResourceTests {
    @Test(arguments: [ProtocolRevision.v2024_11_05, .v2025_11_25, .v2026_07_28]) func whatThereIsToRead(_ revision: ProtocolRevision)
        async throws
    {
        let client = try await CatalogClient.open(revision)
        let resources = try await client.request("resources/list")["result"]?["resources"]?.array ?? []
        #expect(
            resources.compactMap { $0["uri"]?.string } == [
                "ticket-meta://statuses", "ticket-meta://categories", "ticket-meta://channels", "ui://tickets/board",
            ])
        let templates = try await client.request("resources/templates/list")["result"]?["resourceTemplates"]?.array ?? []
        #expect(
            templates.compactMap { $0["uriTemplate"]?.string } == [
                "ticket://{number}", "ticket://{number}/history", "ticket-export://{id}",
            ])
    }

    @Test func aTicketIsWhatTheToolShows() async throws {
        let client = try await CatalogClient.open()
        let text = try await client.text(at: "ticket://T-000123")
        #expect(text.hasPrefix("T-000123 (id 123), version "))
        #expect(text.contains("<ticket-data ") && text.contains("title: ") && text.contains("description:"))
        // An id, and the ways in which people write a number.
        #expect(try await client.text(at: "ticket://123").hasPrefix("T-000123 "))
        #expect(try await client.text(at: "ticket://t-000123").hasPrefix("T-000123 "))
    }

    @Test func theHistoryIsMarkedToo() async throws {
        let text = try await CatalogClient.open().text(at: "ticket://T-000123/history")
        #expect(text.hasPrefix("History of T-000123: "))
        #expect(text.contains("Ticket created.") && text.hasSuffix("No more."))
        let outside = try Marks.outside(text)
        #expect(!outside.contains("Ticket created."))
    }

    @Test func masters() async throws {
        let client = try await CatalogClient.open()
        #expect(try await client.text(at: "ticket-meta://statuses").contains("3 pending | Pending / 保留 | group pending"))
        #expect(try await client.text(at: "ticket-meta://channels").contains("1 phone | 電話 (Phone)"))
        let categories = try await client.text(at: "ticket-meta://categories")
        #expect(categories.contains("    301 VPN") && !categories.contains("inactive"))
    }

    @Test(arguments: ["ticket://T-999999", "ticket://nothing", "ticket://T-999999/history", "ticket-meta://nothing", "ticket-export://0"])
    func whatIsNotThere(_ uri: String) async throws {
        #expect(try await CatalogClient.open().read(uri)["error"]?["code"]?.integer == -32002)
        #expect(try await CatalogClient.open(.v2026_07_28).read(uri)["error"]?["code"]?.integer == -32602)
    }

    @Test func numbersAreCompleted() async throws {
        let client = try await CatalogClient.open()
        for template in ["ticket://{number}", "ticket://{number}/history"] {
            let reference: JSON = ["type": "ref/resource", "uri": .string(template)]
            let found = try await client.complete(reference, "number", "t-00012")
            #expect(found == (120...129).map { "T-000\($0)" })
        }
        let reference: JSON = ["type": "ref/resource", "uri": "ticket://{number}"]
        #expect(try await client.complete(reference, "number", "T-000123") == ["T-000123"])
        #expect(try await client.complete(reference, "number", "").count == 100)
        #expect(try await client.complete(reference, "number", "T-9").isEmpty)
        // What a title begins with is no number.
        #expect(try await client.complete(reference, "number", "VPN").isEmpty)
        #expect(try await client.complete(reference, "number", String(repeating: "T", count: 500)).isEmpty)
    }

    /// Whoever may not call a tool cannot read what it shows in another way.
    @Test func whatToolsWithholdIsNoResource() async throws {
        let client = try await CatalogClient.open(
            middleware: [ReadingGuard([ToolRestrictions(denied: ["get_ticket_detail", "get_users", "get_category_details"])])])
        #expect(try await client.read("ticket://T-000123")["error"]?["code"]?.integer == -32602)
        #expect(try await client.read("ticket://T-000123/history")["error"] != nil)
        #expect(try await client.read("ticket-meta://categories")["error"] != nil)
        #expect(try await client.read("ticket-meta://statuses")["result"] != nil)
        #expect(try await client.prompt("triage_ticket", ["number": "T-000123"])["error"] != nil)
        #expect(try await client.prompt("handover", [:])["result"] != nil)
        let reference: JSON = ["type": "ref/prompt", "name": "handover"]
        let params: JSONObject = ["ref": reference, "argument": ["name": "assignee", "value": ""]]
        #expect(try await client.request("completion/complete", params)["error"] != nil)
        #expect(try await client.complete(reference, "language", "") == ["ja", "en"])
        let prompts = try await client.request("prompts/list")["result"]?["prompts"]?.array ?? []
        #expect(prompts.compactMap { $0["name"]?.string } == ["daily_summary", "handover"])
        let templates = try await client.request("resources/templates/list")["result"]?["resourceTemplates"]?.array ?? []
        #expect(templates.compactMap { $0["uriTemplate"]?.string } == ["ticket-export://{id}"])
    }

    @Test func scopesCountForResourcesToo() async throws {
        let middleware: [any MCPMiddleware] = [ReadingGuard([TicketScope.policy()])]
        func reply(_ scope: String) async throws -> JSON {
            try await CatalogClient.open(as: Principal(id: "a", scopes: [scope]), middleware: middleware).read("ticket://T-000123")
        }
        #expect(try await reply("tickets:read")["result"] != nil)
        let refusal = try await reply("other")
        #expect(refusal["error"]?["code"]?.integer == -32003)
        #expect(refusal["error"]?["data"]?["required_scopes"] == ["tickets:read"])
    }
}

/// Reads the marks around what people wrote.
enum Marks {
    /// What of a text stands outside of them.
    static func outside(_ text: String) throws -> String {
        var outside: [Substring] = []
        var closing: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let end = closing {
                if line == end { closing = nil }
            } else if line.hasPrefix("<ticket-data ") {
                closing = "</" + line.dropFirst()
            } else {
                outside.append(line)
            }
        }
        try #require(closing == nil, "every mark is closed")
        return outside.joined(separator: "\n")
    }
}
