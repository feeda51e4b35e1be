import MCPTesting
import Synchronization
import Testing

@testable import MCPCore

@Suite(.timeLimit(.minutes(1))) struct EventBroadcasterTests {
    private let events = EventBroadcaster()

    @Test func everySubscriberIsToldOnceInOrder() async throws {
        let watchers = try (0..<50).map { _ in try #require(events.watch()) }
        for number in 0..<100 { try await events.publish(draft(number)) }
        for watcher in watchers {
            try await watcher.sink.told.wait { $0.count == 100 }
            #expect(watcher.sink.numbers == Array(0..<100))
        }
    }

    @Test func writersAtOnceAreToldInTheOrderOfTheLog() async throws {
        let watchers = try (0..<20).map { _ in try #require(events.watch()) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask { [events] in for number in 0..<100 { try await events.publish(draft(writer * 1_000 + number)) } }
            }
            try await group.waitForAll()
        }
        let logged = try await events.log.read(after: nil, limit: 1_000).events.map(number)
        for watcher in watchers {
            try await watcher.sink.told.wait { $0.count == 800 }
            #expect(watcher.sink.numbers == logged)
        }
    }

    /// One event is written once, whoever gets it and however often.
    @Test func anEventIsWrittenOnceForAll() async throws {
        let count = Atomic(0)
        let form = EventForm { _, json in
            count.wrappingAdd(1, ordering: .relaxed)
            return json.bytes + [10]
        }
        let log = MemoryEventLog()
        let position = try #require(try await log.append([draft(1)])[0].position)
        var seen: [[UInt8]] = []
        for _ in 0..<1_000 {
            let event = try #require(try await log.read(after: nil, limit: 1).events.first)
            seen.append(event.bytes(as: form))
        }
        #expect(count.load(ordering: .relaxed) == 1)
        #expect(Set(seen).count == 1)
        let json = try JSON(parsing: seen[0])
        #expect(json["id"]?.string == position.text && json["type"]?.string == "ticket_updated" && json["payload"]?["n"] == 1)
    }

    @Test func aFilterIsAskedBeforeAnythingIsWritten() async throws {
        let written = Atomic(0)
        let form = EventForm { _, json in
            written.wrappingAdd(1, ordering: .relaxed)
            return json.bytes
        }
        let seen = Observed<[Int]>([])
        let sink = FormSink(form: form, seen: seen)
        let wish = EventWish(name: "one", filter: EventFilter(types: [.statusChanged], attributes: [("ticket", ["7", "8"])]))
        let subscription = try #require(events.subscribe(wish, sink: sink))
        subscription.start()
        try await events.publish([
            draft(1, .statusChanged, ticket: "6"), draft(2, .ticketUpdated, ticket: "7"), draft(3, .statusChanged, ticket: "7"),
            draft(4, .statusChanged), draft(5, .statusChanged, ticket: "8"),
        ])
        try await seen.wait { $0.count == 2 }
        #expect(seen.state == [3, 5])
        #expect(written.load(ordering: .relaxed) == 2)
    }

    @Test func aPredicateNarrowsFurther() async throws {
        let watcher = try #require(events.watch(EventFilter(types: [.ticketUpdated]) { number($0).isMultiple(of: 3) }))
        for number in 0..<10 { try await events.publish(draft(number, number == 6 ? .ticketCreated : .ticketUpdated)) }
        try await watcher.sink.told.wait { $0.count == 3 }
        #expect(watcher.sink.numbers == [0, 3, 9])
    }

    @Test func aChangeThatThreeSourcesTellIsToldOnce() async throws {
        let watcher = try #require(events.watch())
        let key = "T-1/v3/ticket_updated"
        #expect(try await events.publish(draft(1, key: key)).position != nil)
        #expect(try await events.publish(draft(2, key: key)) == .known)
        let receipts = try await events.publish([draft(3, key: key), draft(4, key: "T-1/v4/ticket_updated")])
        #expect(receipts.map { $0 == .known } == [true, false])
        #expect(watcher.sink.numbers == [1, 4])
        #expect(events.statistics.known == 2)
    }

    // MARK: - Coming back

    @Test func whoComesBackGetsWhatItMissedFirst() async throws {
        let first = try #require(events.watch())
        for number in 0..<5 { try await events.publish(draft(number)) }
        let position = try #require(first.sink.told.state.batches.last?.last?.position)
        first.subscription.cancel()
        for number in 5..<300 { try await events.publish(draft(number)) }
        let second = try #require(events.watch(after: position))
        try await events.publish(draft(300))
        try await second.sink.told.wait { $0.last == 300 }
        #expect(first.sink.numbers == Array(0..<5))
        #expect(second.sink.numbers == Array(5...300))
        #expect(second.sink.told.state.gaps.isEmpty)
    }

    @Test func whatIsForgottenIsToldAsAGap() async throws {
        var limits = MemoryEventLog.Limits()
        limits.events = 10
        let events = EventBroadcaster(log: MemoryEventLog(limits: limits))
        let old = try await events.publish(draft(0)).position
        for number in 1..<50 { try await events.publish(draft(number)) }
        let watcher = try #require(events.watch(after: old))
        try await watcher.sink.told.wait { $0.last == 49 }
        let gap = try #require(watcher.sink.told.state.gaps.first)
        #expect(watcher.sink.numbers == Array(40..<50))
        #expect(gap.after == old && gap.oldest == watcher.sink.told.state.batches.first?.first?.position)
    }

    /// What happens between the reading of the last page and the going live is neither lost nor told twice.
    @Test func nothingFallsBetweenReadingAndBeingTold() async throws {
        let log = SlowLog()
        let events = EventBroadcaster(log: log)
        let start = try await events.publish(draft(0)).position
        try await events.publish(draft(1))
        let watcher = try #require(events.watch(after: start))
        try await log.gate.arrivals()
        // The page was read, and has not come.
        for number in 2..<20 { try await events.publish(draft(number)) }
        log.gate.open()
        try await watcher.sink.told.wait { $0.last == 19 }
        try await events.publish(draft(20))
        try await watcher.sink.told.wait { $0.last == 20 }
        #expect(watcher.sink.numbers == Array(1...20))
    }

    /// 10,000 events, while 20 readers lose their subscription 50 times each, at whatever moment.
    @Test func stormsOfReconnections() async throws {
        let events = events
        let start = try await events.publish(draft(-1)).position
        try await withThrowingTaskGroup(of: [Int].self) { group in
            group.addTask {
                for number in 0..<10_000 {
                    try await events.publish(draft(number))
                    if number.isMultiple(of: 10) { await Task.yield() }
                }
                return Array(0..<10_000)
            }
            for reader in 0..<20 {
                group.addTask {
                    var (seen, position): ([Int], EventPosition?) = ([], start)
                    for round in 0... {
                        let watcher = try #require(events.watch(after: position))
                        let goal = round < 50 ? min(seen.count + 1 + (round * 7 + reader) % 199, 10_000) - seen.count : 10_000 - seen.count
                        try await watcher.sink.told.wait { $0.count >= goal || $0.end != nil }
                        watcher.subscription.cancel()
                        let got = watcher.sink.told.state.batches.flatMap { $0 }
                        seen += got.map(number)
                        position = got.last?.position ?? position
                        #expect(watcher.sink.told.state.gaps.isEmpty)
                        if seen.count >= 10_000 { break }
                    }
                    return seen
                }
            }
            for try await seen in group { #expect(seen == Array(0..<10_000)) }
        }
    }

    // MARK: - Slow readers

    @Test func aSlowReaderLosesItsSubscriptionAndNobodyElseAnything() async throws {
        let slow = try #require(events.watch())
        let quick = try #require(events.watch())
        slow.sink.isFull = true
        for number in 0..<300 { try await events.publish(draft(number)) }
        try await quick.sink.told.wait { $0.count == 300 }
        // One was taken, 256 waited, and the next was too much.
        #expect(slow.sink.numbers == [0])
        #expect(slow.sink.told.state.end == .overflow)
        let position = try #require(slow.sink.told.state.batches.last?.last?.position)
        let back = try #require(events.watch(after: position))
        try await back.sink.told.wait { $0.count == 299 }
        #expect(back.sink.numbers == Array(1..<300))
        let statistics = events.statistics
        #expect(statistics.overflows == 1 && statistics.clients.count == 2)
        #expect(statistics.departures.map(\.end) == [.overflow] && statistics.departures[0].dropped == 257)
    }

    @Test func aReaderThatWasSlowForAWhileGetsEverything() async throws {
        let watcher = try #require(events.watch())
        watcher.sink.isFull = true
        for number in 0..<200 { try await events.publish(draft(number)) }
        #expect(watcher.sink.numbers == [0])
        let client = try #require(events.statistics.clients.first)
        #expect(client.queued == 199 && client.sent == 1)
        watcher.sink.isFull = false
        try await watcher.sink.told.wait { $0.count == 200 }
        try await events.publish(draft(200))
        try await watcher.sink.told.wait { $0.count == 201 }
        #expect(watcher.sink.numbers == Array(0...200))
    }

    @Test func aReaderThatIsGoneIsForgotten() async throws {
        let watcher = try #require(events.watch())
        watcher.sink.told.change { $0.isGone = true }
        try await events.publish(draft(1))
        #expect(watcher.sink.told.state.end == .gone)
        #expect(events.statistics.clients.isEmpty)
    }

    // MARK: - Batches

    @Test func batchesAreFullOrInTime() async throws {
        let time = ManualTime()
        let events = EventBroadcaster(time: time)
        let watcher = try #require(events.watch(batching: EventBatching(count: 10, time: .milliseconds(200))))
        for number in 0..<25 { try await events.publish(draft(number)) }
        #expect(watcher.sink.told.state.batches.map(\.count) == [10, 10])
        await time.moves { watcher.sink.told.state.batches.count == 3 }
        #expect(watcher.sink.told.state.batches.map(\.count) == [10, 10, 5])
        #expect(watcher.sink.numbers == Array(0..<25))
        #expect(time.now >= .milliseconds(200))
    }

    @Test func aSlowReaderOfBatchesOverflowsToo() async throws {
        let watcher = try #require(events.watch(batching: EventBatching(count: 10, time: .seconds(60))))
        watcher.sink.isFull = true
        for number in 0..<300 { try await events.publish(draft(number)) }
        #expect(watcher.sink.told.state.batches.map(\.count) == [10])
        #expect(watcher.sink.told.state.end == .overflow)
    }

    // MARK: - The log and the end

    @Test func aLogThatMayHaveMissedSomethingSendsReadersAway() async throws {
        let log = ScriptedLog()
        let events = EventBroadcaster(log: log)
        log.tell(.begins(after: EventPosition(5)))
        let watcher = try #require(events.watch())
        #expect(watcher.subscription.position == EventPosition(5))
        log.tell(.appended([ServerEvent(draft(1), at: EventPosition(6))]))
        #expect(watcher.sink.numbers == [1])
        log.tell(.begins(after: EventPosition(90)))
        #expect(watcher.sink.told.state.end == .interrupted)
    }

    @Test func aLogThatCannotBeReadEndsWhoComesBack() async throws {
        let events = EventBroadcaster(log: ScriptedLog(failure: EventLogError(.unavailable, "down")))
        let watcher = try #require(events.watch(after: EventPosition(1)))
        try await watcher.sink.told.wait { $0.end != nil }
        #expect(watcher.sink.told.state.end == .interrupted)
        await #expect(throws: EventLogError(.unavailable, "down")) { try await events.publish(draft(1)) }
    }

    @Test func closingEndsAll() async throws {
        let watchers = try (0..<5).map { _ in try #require(events.watch()) }
        events.close()
        for watcher in watchers { #expect(watcher.sink.told.state.end == .closed) }
        #expect(events.watch() == nil)
        await #expect(throws: EventLogError.self) { try await events.publish(draft(1)) }
    }

    // MARK: - MCP

    @Test func resourcesThatChangedAreAnnounced() async throws {
        let server = MCPServer(Implementation(name: "tickets", version: "1"), resources: ResourceBox([], templates: []))
        let announced = Observed<[String]>([])
        let outlet = SubscriptionOutlet(
            codec: server.codecs.unnegotiated, origin: .request, executor: { nil },
            offer: { message in
                let uri = try? JSON(parsing: message.bytes)["params"]?["uri"]?.string
                announced.change { $0.append(uri ?? "not JSON") }
                return true
            }, send: { _ throws(TransportError) in Issue.record("everything is taken at once") })
        let subscription = Subscription(SubscriptionFilter(resources: ["ticket://7", "ticket://8", "list://all"]), to: outlet)
        #expect(server.hub.add(subscription))
        server.announceUpdates(of: events) { $0.type == .ticketCreated ? ["list://all"] : [] }
        try await events.publish(draft(1, resources: ["ticket://7", "ticket://9"]))
        try await announced.wait { $0 == ["ticket://7"] }
        try await events.publish(draft(2, .ticketCreated, resources: ["ticket://8"]))
        try await announced.wait { Set($0) == ["ticket://7", "ticket://8", "list://all"] && $0.count == 3 }
        #expect(events.statistics.clients.isEmpty && events.statistics.subscriptions == 0)
    }
}

/// Writes what it is given.
private struct FormSink: EventSink {
    let form: EventForm
    let seen: Observed<[Int]>

    func take(_ events: [ServerEvent]) -> EventUptake {
        for event in events {
            _ = event.bytes(as: form)
            seen.change { $0.append(number(event)) }
        }
        return .taken
    }
}
