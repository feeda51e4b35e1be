import MCPCore
import MCPTesting
import Testing

@testable import MCPRedis

@Suite(.timeLimit(.minutes(1)))
struct RedisEventLogTests {
    @Test(arguments: EventLogCompliance.Rule.allCases)
    func complies(_ rule: EventLogCompliance.Rule) async throws {
        let bench = try Bench()
        let clients = try await bench.clients(4)
        defer { for client in clients { client.close() } }
        try await EventLogCompliance { instances, kept in
            var limits = RedisEventLimits()
            limits.events = kept
            return clients.prefix(instances).map { [limits] in $0.eventLog(limits: limits) }
        }.check(rule)
    }

    private static func draft(_ number: Int) -> EventDraft {
        EventDraft(.ticketUpdated, source: .mcpTool, key: nil, payload: RawJSON(["n": .integer(Int64(number))]))
    }

    private struct Told: Sendable {
        var beginnings: [EventPosition] = []
        var positions: [EventPosition] = []
    }

    private func follow(_ log: any EventLog) -> (Observed<Told>, EventFollowing) {
        let told = Observed(Told())
        let following = log.follow { change in
            told.change { told in
                switch change {
                case .begins(let position): told.beginnings.append(position)
                case .appended(let events): told.positions += events.map(\.position)
                }
            }
        }
        return (told, following)
    }

    @Test func nothingIsMissedWhereConnectionsBreak() async throws {
        let bench = try Bench()
        let clients = try await bench.clients(2)
        defer { for client in clients { client.close() } }
        let (told, following) = follow(clients[0].eventLog())
        defer { following.cancel() }
        try await told.wait { !$0.beginnings.isEmpty }
        let log = clients[1].eventLog()
        var positions: [EventPosition] = []
        for number in 0..<200 {
            if number % 40 == 20 {
                _ = try await clients[1].connection.command(RedisCommand("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"))
            }
            positions += try await log.append([Self.draft(number)]).compactMap(\.position)
        }
        let (all, last) = (positions, positions.last)
        try await told.wait { $0.positions.last == last }
        #expect(told.state.positions == all)
        #expect(told.state.beginnings.count == 1, "so nobody has to begin anew")
    }

    @Test func aLogThatLostItsEventsSaysSo() async throws {
        let bench = try Bench()
        let clients = try await bench.clients(2)
        defer { for client in clients { client.close() } }
        let logs = clients.map { $0.eventLog() }
        let (told, following) = follow(logs[0])
        defer { following.cancel() }
        try await told.wait { !$0.beginnings.isEmpty }
        // As if its clock had been ahead by days: what comes after the loss must not have positions that were given before.
        let ahead = EventPosition(UInt64(WallClock.milliseconds) + 500_000_000)
        _ = try await clients[0].connection.command(RedisCommand("XSETID", "mcp:default:e", ahead.text))
        let old = try #require(try await logs[1].append([Self.draft(1), Self.draft(2)]).last?.position)
        #expect(old > ahead)
        try await told.wait { $0.positions.last == old }
        bench.server.kill()
        try bench.server.start()
        try await told.wait { $0.beginnings.count == 2 }
        try await bench.ready(clients[1])
        let start = try #require(told.state.beginnings.last)
        #expect(start > old)
        let fresh = try #require(try await logs[1].append([Self.draft(3)])[0].position)
        #expect(fresh > start)
        let page = try await logs[1].read(after: old, limit: 10)
        #expect(page.isGap && page.events.map(\.position) == [fresh])
        let next = try await logs[1].read(after: start, limit: 10)
        #expect(!next.isGap && next.events.map(\.position) == [fresh])
        try await told.wait { $0.positions.last == fresh }
    }

    @Test func eventsAreForgottenByTheirAge() async throws {
        let bench = try Bench()
        let client = try bench.client()
        defer { client.close() }
        try await bench.ready(client)
        var limits = RedisEventLimits()
        limits.age = .milliseconds(200)
        let log = client.eventLog(limits: limits)
        let positions = try await log.append([Self.draft(1), Self.draft(2)]).compactMap(\.position)
        let clock = ContinuousClock.now
        while ContinuousClock.now - clock < .milliseconds(250) { await Task.yield() }
        let last = try #require(try await log.append([Self.draft(3)])[0].position)
        #expect(try await log.read(after: nil, limit: 10).events.map(\.position) == [last])
        #expect(try await log.read(after: positions[0], limit: 10).isGap)
        // The last that was forgotten is still a place to go on from.
        #expect(try await log.read(after: positions[1], limit: 10).isGap == false)
    }

    @Test func whileRedisIsAwayEventsAreNotTaken() async throws {
        let bench = try Bench(isStarted: false)
        let client = try bench.client()
        defer { client.close() }
        let log = client.eventLog()
        let error = await #expect(throws: EventLogError.self) { try await log.append([Self.draft(1)]) }
        #expect(error?.reason == .unavailable)
        let (told, following) = follow(log)
        defer { following.cancel() }
        try bench.server.start()
        try await told.wait { $0.beginnings.count == 1 }
        // Commands have a connection of their own.
        try await bench.ready(client)
        let position = try #require(try await log.append([Self.draft(2)])[0].position)
        try await told.wait { $0.positions == [position] }
    }
}
