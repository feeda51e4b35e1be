internal import Testing

@testable internal import TicketAPI

@Suite struct DemoDatasetTests {
    private func listing(seed: UInt64, tickets: Int = 120, date: Instant = DemoDataset.defaultDate) async throws -> [UInt8] {
        let directory = try TemporaryDirectory()
        let store = try SQLiteTicketStore(path: directory.path("tickets.sqlite"))
        try await store.load(DemoDataset(tickets: tickets, seed: seed, date: date))
        var query = TicketQuery()
        query.limit = 100
        query.includesDescription = true
        let slice = try await store.tickets(query)
        var bytes = slice.json(fingerprint: nil) { $0.summary(publicURL: "") }.bytes
        for id in 1...20 {
            bytes += try await store.history(of: TicketReference(id: id), HistoryQuery())?.json(fingerprint: nil, \.json).bytes ?? []
        }
        try store.close()
        return bytes
    }

    @Test func theSameSeedMakesTheSameBytes() async throws {
        let first = try await listing(seed: 42)
        #expect(try await listing(seed: 42) == first)
        #expect(try await listing(seed: 43) != first)
        #expect(try await listing(seed: 42, date: DemoDataset.defaultDate.adding(days: 1)) != first)
    }

    @Test func everyTicketKeepsTheRules() async throws {
        try await TestDesk.run(tickets: 400) { desk async throws in
            let tickets = try await desk.walk("/tickets?limit=100&sort=number&order=asc&include=description")
            #expect(tickets.count == 400)
            let created = tickets.compactMap { $0["created_at"]?.string }
            #expect(created == created.sorted())
            #expect(tickets.allSatisfy { ($0["updated_at"]?.string ?? "") <= DemoDataset.defaultDate.rfc3339 })
            let groups = Set(tickets.compactMap { $0.at("status", "group")?.string })
            #expect(groups == ["new", "open", "pending", "resolved", "closed"])
            #expect(tickets.allSatisfy { $0["description"]?.string?.contains("{") == false && $0["title"]?.string?.contains("{") == false })
            #expect(Set(tickets.compactMap { $0["title"]?.string }).count > 100)
            for ticket in tickets.suffix(40) {
                let reference = ticket["number"]?.string ?? ""
                let full = try await desk.get("/tickets/\(reference)").json
                let entries = try await desk.get("/tickets/\(reference)/history?limit=100&order=asc").items
                #expect(full["history_count"]?.integer == entries.count)
                #expect(full["version"]?.integer == entries.count)
                #expect(entries.compactMap { $0["seq"]?.integer } == Array(1...entries.count))
                let steps = entries.flatMap { $0["changes"]?.list ?? [] }.filter { $0["field"] == "status" }
                var status = "new"
                for step in steps {
                    #expect(step["from"]?.string == status)
                    #expect(WorkflowTests.steps[status]?.contains(step["to"]?.string ?? "") == true)
                    status = step["to"]?.string ?? ""
                }
                #expect(status == full.at("status", "key")?.string)
            }
        }
    }

    @Test func mastersAreThere() async throws {
        try await TestDesk.run { desk async throws in
            #expect(try await desk.get("/users?limit=200").items.count >= 12)
            #expect(try await desk.get("/accounts?limit=200").items.count >= 20)
            #expect(try await desk.get("/categories?active=true").items.count >= 6)
        }
    }

    @Test func onlyAnEmptyStoreIsFilled() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteTicketStore(path: directory.path("tickets.sqlite"))
        try await store.load(DemoDataset(tickets: 2))
        await #expect(throws: DemoLoadError.notEmpty) { try await store.load(DemoDataset(tickets: 2)) }
        #expect(try await store.ticketCount() == 2)
        try store.close()
    }

    @Test func aStoreIsReopened() async throws {
        let directory = try TemporaryDirectory()
        let first = try SQLiteTicketStore(path: directory.path("tickets.sqlite"))
        try await first.load(DemoDataset(tickets: 5))
        try first.close()
        let second = try SQLiteTicketStore(path: directory.path("tickets.sqlite"))
        #expect(try await second.ticketCount() == 5)
        try second.close()
    }
}
