import MCPCore
import MCPTesting
import Testing

@testable import MCPTransportHTTP

@Suite(.timeLimit(.minutes(1))) struct EventStreamEndpointTests {
    @Test func eventsComeAsTheyHappen() async throws {
        let client = EventClient()
        let reader = client.watch()
        #expect(reader.status == 200)
        #expect(reader.state.state.headers["content-type"]?.hasPrefix("text/event-stream") == true)
        let position = try #require(
            try await client.events.publish(
                EventDraft(
                    .statusChanged, source: .mcpTool, key: "T-1/v3/status_changed", payload: RawJSON(["number": "T-1"]),
                    attributes: [.init("ticket", "T-1"), .init("account", "7")], time: .milliseconds(1_795_285_200_123))
            ).position)
        try await reader.reads(1)
        let event = reader.events[0]
        #expect(event.type == "status_changed" && event.id == position.text)
        #expect(
            event.data == #"{"id":"\#(position)","type":"status_changed","time":"2026-11-21T18:20:00.123Z","source":"mcp_tool","#
                + #""key":"T-1/v3/status_changed","ticket":"T-1","account":"7","payload":{"number":"T-1"}}"#)
    }

    @Test(arguments: [
        ("", [1, 2, 3, 4]), ("type=ticket_created", [1]), ("type=ticket_created,status_changed", [1, 3]), ("ticket=T-2", [2, 3]),
        ("ticket=T-1,T-2&account=8", [3]), ("type=ticket_updated&ticket=T%2D2", [2]), ("account=9", []),
    ])
    func filters(_ query: String, _ expected: [Int]) async throws {
        let client = EventClient()
        let (reader, all) = (client.watch(query), client.watch())
        try await client.events.publish([
            EventClient.draft(1, .ticketCreated, ticket: "T-1", account: "7"), EventClient.draft(2, ticket: "T-2", account: "7"),
            EventClient.draft(3, .statusChanged, ticket: "T-2", account: "8"), EventClient.draft(4, "own.kind"),
        ])
        try await all.reads(4)
        #expect(reader.numbers == expected)
    }

    @Test(arguments: [
        "type=", "type=a%20b", "type=gap", "ticket=", "batch=0", "batch=257", "batch=x", "batch_ms=9", "batch_ms=5001",
        "batch=5&batch_ms=-1",
        "ticket=" + (0...100).map(String.init).joined(separator: ","),
    ])
    func queriesThatCannotBeMeant(_ query: String) {
        let reader = EventClient().watch(query)
        #expect(reader.status == 400 && reader.json?["error"]?.string?.isEmpty == false)
    }

    @Test func batches() async throws {
        let time = ManualTime()
        let client = EventClient(time: time)
        let reader = client.watch("batch=3&batch_ms=200")
        let positions = try await client.events.publish((0..<7).map { EventClient.draft($0) }).compactMap(\.position)
        try await reader.reads(2)
        #expect(reader.events.map(\.type) == ["batch", "batch"])
        #expect(reader.events.map(\.id) == [positions[2].text, positions[5].text])
        let numbers = try reader.events.map { event in
            try #require(try JSON(parsing: event.data ?? "")["events"]?.array).map { $0["payload"]?["n"]?.integer }
        }
        #expect(numbers == [[0, 1, 2], [3, 4, 5]])
        while reader.events.count < 3 {
            time.advance(by: .milliseconds(50))
            await Task.yield()
        }
        #expect(time.now < .seconds(60) && reader.state.state.lastID == positions[6].text)
    }

    // MARK: - Coming back

    @Test(arguments: [true, false])
    func whatWasMissedComesFirst(_ inHeader: Bool) async throws {
        let client = EventClient()
        let reader = client.watch()
        for number in 0..<3 { try await client.events.publish(EventClient.draft(number)) }
        try await reader.reads(3)
        let last = try #require(reader.state.state.lastID)
        reader.disconnect()
        for number in 3..<500 { try await client.events.publish(EventClient.draft(number)) }
        let back = inHeader ? client.with(("Last-Event-ID", last)).watch() : client.watch("last_event_id=\(last)")
        try await client.events.publish(EventClient.draft(500))
        try await back.reads(498)
        #expect(back.numbers == Array(3...500))
        #expect(reader.numbers == [0, 1, 2])
    }

    /// The place to come back to is there before the first event is.
    @Test func whoLosesTheStreamBeforeItsFirstEventMissesNothing() async throws {
        let client = EventClient()
        let reader = client.watch()
        let place = try #require(reader.state.state.lastID)
        #expect(reader.events.isEmpty)
        reader.disconnect()
        try await client.events.publish(EventClient.draft(1))
        let back = client.with(("Last-Event-ID", place)).watch()
        try await back.reads(1)
        #expect(back.numbers == [1])
    }

    @Test(arguments: ["1-1", "99999999999999-0", "not one of ours"])
    func whatIsNotKnownIsAGap(_ id: String) async throws {
        let client = EventClient()
        let first = try #require(try await client.events.publish(EventClient.draft(1)).position)
        try await client.events.publish(EventClient.draft(2))
        let reader = client.with(("Last-Event-ID", id)).watch()
        try await reader.reads(3)
        #expect(reader.events.map(\.type) == ["gap", "ticket_updated", "ticket_updated"])
        #expect(try JSON(parsing: reader.events[0].data ?? "")["oldest"]?.string == first.text)
        #expect(reader.state.state.events.compactMap { EventReader.number($0.data) } == [1, 2])
    }

    /// A stream whose filter lets nothing through still tells how far it is.
    @Test func heartbeatsCarryThePlace() async throws {
        let time = ManualTime()
        let client = EventClient(time: time)
        let reader = client.watch("ticket=none")
        var position: EventPosition?
        for number in 0..<5 { position = try await client.events.publish(EventClient.draft(number)).position }
        while !reader.state.state.text.contains(": keep-alive\nid: \(position?.text ?? "")\n\n") {
            time.advance(by: .milliseconds(500))
            await Task.yield()
        }
        #expect(time.now < .seconds(3_600) && reader.events.isEmpty)
    }

    /// 10,000 events while a reader loses its connection 50 times, each time in the middle of them: every event once, in order.
    @Test func everyEventOnceInOrderHoweverOftenTheConnectionGoes() async throws {
        let client = EventClient()
        var last = try #require(client.watch().state.state.lastID)
        var numbers: [Int] = []
        for round in 0..<50 {
            let reader = client.with(("Last-Event-ID", last)).watch()
            let publishing = Task {
                for number in round * 200..<round * 200 + 200 {
                    try await client.events.publish(EventClient.draft(number))
                    if number.isMultiple(of: 5) { await Task.yield() }
                }
            }
            let goal = numbers.count + 1 + round * 7 % 190
            try await reader.state.wait { [count = numbers.count] in count + $0.events.count >= goal }
            reader.disconnect()
            try await publishing.value
            let state = reader.state.state
            #expect(!state.events.contains { $0.type == "gap" } && !state.isEnded)
            numbers += state.numbers
            last = state.lastID ?? last
        }
        let reader = client.with(("Last-Event-ID", last)).watch()
        try await reader.reads(10_000 - numbers.count)
        #expect(numbers + reader.numbers == Array(0..<10_000))
    }

    // MARK: - Slow readers

    @Test func aSlowReaderIsSentAwayAndComesBack() async throws {
        let client = EventClient()
        let (slow, quick) = (client.watch(), client.watch())
        slow.state.change { $0.unread = 2 << 20 }
        for number in 0..<400 { try await client.events.publish(EventClient.draft(number)) }
        try await quick.reads(400)
        try await slow.state.wait { $0.isEnded }
        #expect(slow.state.state.text.hasSuffix("\n\n") && slow.state.state.text.contains("retry: "))
        #expect(slow.numbers == [0])
        let back = client.with(("Last-Event-ID", try #require(slow.state.state.lastID))).watch()
        try await back.reads(399)
        #expect(back.numbers == Array(1..<400))
    }

    @Test func aReaderThatCatchesUpStays() async throws {
        let client = EventClient()
        let reader = client.watch()
        reader.state.change { $0.unread = 2 << 20 }
        for number in 0..<200 { try await client.events.publish(EventClient.draft(number)) }
        #expect(reader.numbers == [0])
        reader.state.change { $0.unread = 0 }
        try await reader.reads(200)
        #expect(reader.numbers == Array(0..<200) && !reader.state.state.isEnded)
    }

    // MARK: - Bounds and ends

    @Test func streamsAreBounded() async throws {
        let keys = APIKeyAuthProvider([("key-of-alice", Principal(id: "alice")), ("key-of-bob", Principal(id: "bob"))])
        let client = EventClient(auth: keys) {
            $1.limits.streamsPerPrincipal = 2; $1.limits.streams = 3
        }
        let (alice, bob) = (client.with(("X-API-Key", "key-of-alice")), client.with(("X-API-Key", "key-of-bob")))
        let first = alice.watch()
        #expect(first.status == 200 && alice.watch().status == 200)
        let refused = alice.watch()
        #expect(refused.status == 429 && refused.state.state.headers["retry-after"] != nil)
        #expect(bob.watch().status == 200)
        #expect(bob.watch().status == 429)
        first.disconnect()
        #expect(alice.watch().status == 200)
    }

    @Test func aStreamEndsItselfInTimeAndSaysWhenToComeBack() async throws {
        let time = ManualTime()
        let client = EventClient(time: time) { configuration, _ in configuration.limits.streamTime = .seconds(60) }
        let reader = client.watch()
        while !reader.state.state.isEnded {
            time.advance(by: .milliseconds(500))
            await Task.yield()
        }
        #expect(time.now >= .seconds(60) && time.now < .seconds(3_600))
        #expect(reader.state.state.text.contains("retry: "))
        #expect(client.events.statistics.clients.isEmpty)
    }

    @Test func aShutdownSendsReadersAway() async throws {
        let client = EventClient()
        let readers = (0..<10).map { _ in client.watch() }
        await client.handler.shutdown(within: .seconds(5))
        for reader in readers { #expect(reader.state.state.isEnded && reader.state.state.text.contains("retry: ")) }
        #expect(client.watch().status == 503)
        #expect(try await client.post(#"{"type":"a"}"#).status == 503)
        #expect(client.events.statistics.clients.isEmpty)
    }

    // MARK: - Who may watch

    @Test func watchingHasItsOwnKey() async throws {
        let keys = APIKeyAuthProvider([("key-of-tools", Principal(id: "alice"))])
        let client = EventClient(auth: keys) { $1.auth = APIKeyAuthProvider([("key-of-events", Principal(id: "events"))]) }
        #expect(client.watch().status == 401)
        #expect(client.with(("X-API-Key", "key-of-tools")).watch().status == 401)
        #expect(client.with(("Authorization", "Bearer key-of-events")).watch().status == 200)
        #expect(client.with(("X-API-Key", "key-of-events")).send("GET", "/events/debug").status == 403)
    }

    @Test func whoMayNotWatchIsRefused() {
        let client = EventClient { $1.mayWatch = { $0.scopes.contains("tickets:read") } }
        #expect(client.watch().status == 403)
    }

    @Test func otherRequestsAreRefused() {
        let client = EventClient()
        #expect(client.with(("Accept", "application/json")).watch().status == 406)
        #expect(client.with(("Host", "evil.example")).watch().status == 403)
        #expect(client.with(("Origin", "https://evil.example")).watch().status == 403)
        #expect(client.send("POST", "/events/stream").status == 405)
        #expect(client.send("GET", "/events").status == 405)
        let page = client.with(("Origin", "http://localhost:3000")).watch()
        #expect(page.status == 200 && page.state.state.headers["access-control-allow-origin"] == "http://localhost:3000")
        let preflight = client.with(("Origin", "http://localhost:3000")).send("OPTIONS", "/events/stream")
        #expect(preflight.state.state.headers["access-control-allow-headers"]?.contains("Last-Event-ID") == true)
    }

    @Test(arguments: ["/events", "/events/stream", "/events/debug"])
    func withoutEventsNothingIsThere(_ path: String) async throws {
        let reader = EventReader()
        let request = HTTPRequest(
            method: path == "/events" ? "POST" : "GET", target: path, headers: ["Host": "localhost", "Accept": "text/event-stream"])
        _ = Fixture.handler().serve(request, reader)
        #expect(reader.status == 404)
    }

    /// Readers come back all at once, again and again, and are all served: the rate of calls is not theirs.
    @Test func aStormOfReaders() async throws {
        let client = EventClient { configuration, endpoints in
            configuration.limits.callsPerSecond = 1
            configuration.limits.callBurst = 1
            endpoints.limits.streamsPerPrincipal = 500
        }
        var place = try #require(client.watch().state.state.lastID)
        for round in 0..<20 {
            let readers = (0..<400).map { _ in client.with(("Last-Event-ID", place)).watch() }
            try await client.events.publish(EventClient.draft(round))
            for reader in readers {
                try await reader.reads(1)
                #expect(reader.numbers == [round])
                reader.disconnect()
            }
            place = try #require(readers[0].state.state.lastID)
        }
        #expect(client.events.statistics.clients.count == 1)
    }
}
