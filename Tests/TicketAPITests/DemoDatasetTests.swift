internal import Testing

@testable internal import TicketAPI

@Suite struct DemoDatasetTests {
    private func listing(
        _ engine: Engine, seed: UInt64, tickets: Int = 120, date: Instant = DemoDataset.defaultDate
    ) async throws -> [UInt8] {
        try await engine.withStore { store in
            try await store.load(DemoDataset(tickets: tickets, seed: seed, date: date))
            var query = TicketQuery()
            query.limit = 100
            query.fields = query.fields.with("description")
            let slice = try await store.tickets(query)
            var bytes = slice.json(nil) { $0.json(query.fields, publicURL: "", allowedNext: []) }.bytes
            for id in 1...20 {
                bytes += try await store.history(of: TicketReference(id: id), HistoryQuery())?.json(nil, \.json).bytes ?? []
            }
            return bytes
        }
    }

    @Test func theSameSeedMakesTheSameBytesOnEveryDatabase() async throws {
        let first = try await listing(.sqlite, seed: 42)
        #expect(try await listing(.sqlite, seed: 42) == first)
        #expect(try await listing(.postgres, seed: 42) == first)
        #expect(try await listing(.sqlite, seed: 43) != first)
        #expect(try await listing(.sqlite, seed: 42, date: DemoDataset.defaultDate.adding(days: 1)) != first)
    }

    @Test(arguments: Engine.allCases) func everyTicketKeepsTheRules(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 400) { desk async throws in
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

    @Test(arguments: Engine.allCases) func mastersAreThere(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            #expect(try await desk.get("/users?limit=200").items.count >= 12)
            #expect(try await desk.get("/accounts?limit=200").items.count >= 20)
            #expect(try await desk.get("/categories?active=true").items.count >= 6)
        }
    }

    @Test(arguments: Engine.allCases) func onlyAnEmptyStoreIsFilled(_ engine: Engine) async throws {
        try await engine.withStore { store in
            try await store.load(DemoDataset(tickets: 2))
            await #expect(throws: DemoLoadError.notEmpty) { try await store.load(DemoDataset(tickets: 2)) }
            #expect(try await store.ticketCount() == 2)
        }
    }

    @Test(arguments: Engine.allCases) func aStoreIsReopened(_ engine: Engine) async throws {
        try await engine.withDatabase { location in
            let first = try await SQLTicketStore.open(location)
            try await first.load(DemoDataset(tickets: 5))
            try first.close()
            let second = try await SQLTicketStore.open(location)
            #expect(try await second.ticketCount() == 5)
            try second.close()
        }
    }
}
