internal import MCPCore
internal import Testing

@testable internal import TicketTools

@Suite(.timeLimit(.minutes(2))) struct ExportTests {
    private static func uri(_ result: JSON) throws -> String { try #require(result["structuredContent"]?["uri"]?.string) }

    /// All tickets as the list has them, by number.
    private func listed(_ client: CatalogClient, _ filter: JSONObject = [:]) async throws -> [JSON] {
        var arguments = filter
        arguments["sort"] = "number"
        arguments["order"] = "asc"
        arguments["limit"] = 100
        arguments["fields"] = .array(TicketField.allCases.filter { $0 != .description }.map { .string($0.rawValue) })
        var items: [JSON] = []
        repeat {
            let data = try await client.succeed("get_ticket_list", arguments)["structuredContent"]
            items += data?["items"]?.array ?? []
            arguments["cursor"] = data?["page"]?["next_cursor"]
        } while arguments["cursor"] != nil && items.count < 5_000
        return items
    }

    @Test(arguments: [ProtocolRevision.v2025_06_18, .v2025_11_25, .v2026_07_28]) func aFileIsLinkedAndServed(_ revision: ProtocolRevision)
        async throws
    {
        let client = try await CatalogClient.open(revision)
        let result = try await client.succeed("export_tickets", ["filter": ["status": "pending"], "bom": true])
        let uri = try Self.uri(result)
        #expect(result["content"]?[0]?["text"]?.string?.contains(uri) == true)
        let link = result["content"]?[1]
        #expect(link?["type"] == "resource_link" && link?["uri"]?.string == uri && link?["mimeType"] == "text/csv")
        let contents = try await client.read(uri)["result"]?["contents"]?[0]
        #expect(contents?["mimeType"] == "text/csv")
        let text = try #require(contents?["text"]?.string)
        #expect(text.unicodeScalars.first == "\u{FEFF}")
        #expect(result["structuredContent"]?["bytes"]?.integer == Int64(text.utf8.count))
    }

    /// Revisions before 2025-06-18 have neither links nor structured content: the text names the address.
    @Test func oldClientsFindItToo() async throws {
        let client = try await CatalogClient.open(.v2024_11_05)
        let reply = try await client.call("export_tickets", ["max_rows": 1])
        let text = try #require(reply["result"]?["content"]?[0]?["text"]?.string)
        let uri = try #require(text.split(separator: " ").first { $0.hasPrefix("ticket-export://") })
        #expect(try await client.text(at: String(uri)).contains("T-"))
    }

    @Test func everyTicketIsInTheFileAsItIs() async throws {
        let client = try await CatalogClient.open()
        let filter: JSONObject = ["created_to": "2026-11-18", "status": ["open", "closed"]]
        let tickets = try await listed(client, filter)
        try #require(tickets.count > 20)
        let result = try await client.succeed("export_tickets", ["filter": .object(filter)])
        #expect(result["structuredContent"]?["complete"] == true)
        let rows = CSVReader.rows(try await client.text(at: try Self.uri(result)))
        #expect(rows[0].prefix(3) == ["number", "title", "status"])
        #expect(rows.dropFirst().map { $0[0] } == tickets.compactMap { $0["number"]?.string })
        for (row, ticket) in zip(rows.dropFirst(), tickets) {
            #expect(row.count == rows[0].count)
            #expect(row[1] == ticket["title"]?.string)
            #expect(row[7] == ticket["account"]?["name"]?.string ?? "")
        }
        let lines = try await client.succeed("export_tickets", ["filter": .object(filter), "format": "jsonl"])
        let text = try await client.text(at: try Self.uri(lines))
        #expect(try text.split(separator: "\n").map { try JSON(parsing: String($0)) } == tickets)
    }

    @Test func descriptionsComeWhereTheyAreAskedFor() async throws {
        let client = try await CatalogClient.open()
        let result = try await client.succeed(
            "export_tickets", ["filter": ["query": "T-000123"], "include_description": true, "format": "jsonl"])
        let ticket = try JSON(parsing: try await client.text(at: try Self.uri(result)).split(separator: "\n").map(String.init)[0])
        let detail = try await client.succeed("get_ticket_detail", ["ticket": 123])
        #expect(ticket["description"] == detail["structuredContent"]?["ticket"]?["description"])
        #expect(ticket["description"]?.string?.isEmpty == false)
    }

    /// What is left out is said, with the way to it; put together, nothing is missing and nothing there twice.
    @Test(arguments: [true, false]) func anExportIsBounded(_ byRows: Bool) async throws {
        let client = try await CatalogClient.open { if !byRows { $0.limits.exports.bytes = 30_000 } }
        let filter: JSON = ["created_to": "2026-11-18"]
        var arguments: JSONObject = ["filter": filter, "max_rows": byRows ? 70 : 10_000]
        var numbers: [String] = []
        var files = 0
        repeat {
            let data = try #require(try await client.succeed("export_tickets", arguments)["structuredContent"])
            let text = try await client.text(at: try #require(data["uri"]?.string))
            if !byRows { #expect(text.utf8.count <= 30_000) }
            let found = CSVReader.rows(text).dropFirst().map { $0[0] }
            #expect(Int64(found.count) == data["rows"]?.integer)
            numbers += found
            arguments["cursor"] = data["next_cursor"]
            #expect((data["complete"] == true) == (arguments["cursor"] == nil))
            if arguments["cursor"] != nil { #expect(data["stopped_by"]?.string == (byRows ? "max_rows" : "size")) }
            files += 1
        } while arguments["cursor"] != nil && files < 20
        #expect(files > 1)
        #expect(numbers == (try await listed(client, ["created_to": "2026-11-18"])).compactMap { $0["number"]?.string })
    }

    @Test func onlyWhoMadeItCanReadIt() async throws {
        let client = try await CatalogClient.open(as: Principal(id: "ada"))
        let uri = try Self.uri(try await client.succeed("export_tickets", ["max_rows": 1]))
        let other = try await CatalogClient.open(on: client.server, as: Principal(id: "bob"))
        #expect(try await other.read(uri)["error"]?["code"]?.integer == -32002)
        #expect(try await client.text(at: uri).contains("T-"))
    }

    @Test func filesAreForgottenInTime() async throws {
        let time = ManualTime()
        let client = try await CatalogClient.open(time: time) { $0.limits.exports.timeToLive = .seconds(60) }
        let uri = try Self.uri(try await client.succeed("export_tickets", ["max_rows": 1]))
        time.advance(by: .seconds(59))
        #expect(try await client.read(uri)["result"] != nil)
        time.advance(by: .seconds(1))
        #expect(try await client.read(uri)["error"] != nil)
    }

    @Test func theOldestOfACallerGivesWay() async throws {
        let client = try await CatalogClient.open(as: Principal(id: "ada")) { $0.limits.exports.perPrincipal = 2 }
        let other = try await CatalogClient.open(on: client.server, as: Principal(id: "bob"))
        let foreign = try Self.uri(try await other.succeed("export_tickets", ["max_rows": 1]))
        var uris: [String] = []
        for _ in 0..<3 { uris.append(try Self.uri(try await client.succeed("export_tickets", ["max_rows": 1]))) }
        #expect(try await client.read(uris[0])["error"] != nil)
        for uri in uris.dropFirst() { #expect(try await client.read(uri)["result"] != nil) }
        #expect(try await other.read(foreign)["result"] != nil)
    }

    @Test func allTogetherAreBounded() async throws {
        let client = try await CatalogClient.open(as: Principal(id: "ada")) { $0.limits.exports.totalBytes = 10_000 }
        _ = try await client.succeed("export_tickets", ["max_rows": 20])
        let other = try await CatalogClient.open(on: client.server, as: Principal(id: "bob"))
        let reply = try await other.call("export_tickets", ["max_rows": 50])
        #expect(reply["result"]?["isError"] == true)
        #expect(reply["result"]?["content"]?[0]?["text"]?.string?.contains("no room") == true, "\(reply.text)")
    }
}
