internal import HTTPFetch
internal import HTTPTypes
internal import HummingbirdTesting
internal import Logging
internal import Testing

@testable internal import TicketAPI

@Suite(.timeLimit(.minutes(10)))
struct ChangeFeedTests {
    @Test(arguments: Engine.allCases) func everyKindOfChangeIsToldWithItsKey(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, .live, tickets: 1) { desk async throws in
            try await withFetch { fetch in
                var feed = try await FeedReader(fetch, port: try #require(desk.client.port))
                #expect(feed.stream.headers["content-type"] == "text/event-stream")
                _ = try await desk.post("/tickets", ["title": "新しい"])
                _ = try await desk.patch("/tickets/2", ["status_id": "open", "priority": "high", "comment": "内緒"])
                _ = try await desk.patch("/tickets/2", ["priority": "high"])
                _ = try await desk.post("/tickets/2/history", ["body": "書いた", "visibility": "internal", "status_id": "pending"])
                _ = try await desk.patch("/categories/1", ["name": "別名"])
                let events = try await feed.events(8)
                #expect(events.compactMap(\.id) == Array(1...8))
                let check = SchemaCheck(document: OpenAPIDocument.current)
                var keys: [String] = []
                for event in events {
                    let json = try event.json()
                    #expect(check.faults(of: json, under: OpenAPISchema.ref("ChangeEvent")) == [])
                    #expect(json["id"]?.string == event.id.map(String.init) && json["type"]?.string == event.event)
                    keys.append(json["key"]?.string ?? "")
                    // What was written may be internal.
                    #expect(!event.data.contains("内緒") && !event.data.contains("書いた"))
                }
                #expect(
                    keys == [
                        "T-000002/v1/ticket_created", "T-000002/v2/ticket_updated", "T-000002/v2/status_changed",
                        "T-000002/h2/history_added", "T-000002/v3/ticket_updated", "T-000002/v3/status_changed",
                        "T-000002/h3/history_added", "masters/8",
                    ])
                #expect(try events[0].json().at("payload", "title") == "新しい")
                #expect(try events[2].json().at("payload", "changes")?.list.count == 1)
                #expect(try events[7].json().at("payload", "kinds")?.list == ["categories"])
            }
        }
    }

    /// Nothing that was refused, tried out or answered from memory is told.
    @Test(arguments: Engine.allCases) func whatDoesNotHappenIsNotTold(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 1) { desk async throws in
            _ = try await desk.post("/tickets?dry_run=true", ["title": "x"])
            _ = try await desk.post("/tickets", ["title": ""])
            _ = try await desk.patch("/tickets/1", version: 99, ["title": "x"])
            #expect(try await desk.store.lastChange() == 0)
            for _ in 1...2 { _ = try await desk.post("/tickets", ["title": "once"], ["idempotency-key": "k1"]) }
            #expect(try await desk.store.lastChange() == 1)
            let page = try await desk.store.changes(after: 0, limit: 10)
            #expect(page.events.map(\.key) == ["T-000002/v1/ticket_created"])
        }
    }

    /// Eight writers at once, and a reader that is cut off again and again: every event once, in the order of the ids, and the versions of
    /// each ticket in theirs.
    @Test(arguments: Engine.allCases) func nothingIsLostOrDoubledUnderWritersAndCuts(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, .live, tickets: 4) { desk async throws in
            let port = try #require(desk.client.port)
            let (writers, rounds) = (8, 20)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<writers {
                    group.addTask {
                        for round in 0..<rounds {
                            let reply = try await desk.patch("/tickets/\(round % 4 + 1)", ["title": "w\(writer) r\(round)"])
                            #expect(reply.status == 200)
                        }
                    }
                }
                group.addTask {
                    try await withFetch { fetch in
                        var (seen, cuts): ([(id: Int, key: String)], Int) = ([], 0)
                        while seen.count < writers * rounds {
                            var feed = try await FeedReader(fetch, port: port, query: "?after=0", lastEventID: seen.last?.id)
                            for block in try await feed.events(min(1 + cuts % 13, writers * rounds - seen.count)) {
                                seen.append((block.id ?? 0, try block.json()["key"]?.string ?? ""))
                            }
                            feed.stream.cancel()
                            cuts += 1
                        }
                        #expect(seen.map(\.id) == Array(1...writers * rounds))
                        for ticket in 1...4 {
                            let own = seen.map(\.key).filter { $0.hasPrefix("T-00000\(ticket)/") }
                            let versions = own.compactMap { Int($0.split(separator: "/")[1].dropFirst()) }
                            #expect(versions.count == writers * rounds / 4 && versions == versions.sorted())
                            #expect(Set(versions).count == versions.count)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: Engine.allCases) func whatIsTooOldIsForgottenAndTheGapIsTold(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, .live, tickets: 1) { desk async throws in
            for round in 1...5 { _ = try await desk.patch("/tickets/1", ["title": "\(round)"]) }
            desk.clock.advance(seconds: 8 * 86_400)
            _ = try await desk.patch("/tickets/1", ["title": "6"])
            try await withFetch { fetch in
                let port = try #require(desk.client.port)
                var late = try await FeedReader(fetch, port: port, lastEventID: 2)
                let told = try await late.events(2)
                #expect(told.map(\.event) == ["gap", "ticket_updated"])
                #expect(told[0].data == #"{"after":"2","oldest":"6"}"# && told[0].id == nil && told[1].id == 6)
                // One who has seen all but what is kept misses nothing.
                var inTime = try await FeedReader(fetch, port: port, lastEventID: 5)
                #expect(try await inTime.events(1).map(\.id) == [6])
                // A database that was restored from a backup has not come as far.
                var beyond = try await FeedReader(fetch, port: port, lastEventID: 1000)
                #expect(try await beyond.events(2).map(\.event) == ["gap", "ticket_updated"])
            }
        }
    }

    @Test(arguments: Engine.allCases) func noMoreAreKeptThanMay(_ engine: Engine) async throws {
        try await engine.withStore { store in
            try await store.load(DemoDataset(tickets: 1))
            try await TestDesk.run(over: store.retaining(ChangeRetention(count: 3))) { desk async throws in
                for round in 1...20 { _ = try await desk.patch("/tickets/1", ["title": "\(round)"]) }
                let page = try await desk.store.changes(after: 0, limit: 100)
                #expect(page.events.map(\.id) == [18, 19, 20] && page.oldest == 18 && page.newest == 20)
                #expect(page.isGap(after: 0) && !page.isGap(after: 17) && !page.isGap(after: 20) && page.isGap(after: 21))
            }
        }
    }

    /// Two programs over one database: what one writes, a follower of the other has soon.
    @Test(arguments: Engine.allCases) func followersOfAnotherProcessAreToldSoon(_ engine: Engine) async throws {
        try await engine.withDatabase { location in
            let database = location.argument
            let first = try ServerProcess(["serve", "--announce", "--exit-with-parent", "--seed-if-empty", "1", "--database", database])
            let firstPort = try await first.port()
            let second = try ServerProcess(["serve", "--announce", "--exit-with-parent", "--database", database])
            let secondPort = try await second.port()
            try await withFetch { fetch in
                var feed = try await FeedReader(fetch, port: secondPort)
                _ = try await feed.next()
                var times: [Duration] = []
                for round in 1...20 {
                    let start = ContinuousClock.now
                    let body = Array(#"{"title":"round \#(round)"}"#.utf8)
                    let url = "http://127.0.0.1:\(firstPort)/tickets/1"
                    let response = try await fetch.send(
                        FetchRequest(.patch, url, headers: ["content-type": "application/json", "if-match": "*"], body: body))
                    #expect(response.status == 200)
                    #expect(try await feed.events(1).first?.id == round)
                    times.append(start.duration(to: .now))
                }
                times.sort()
                print("change feed, \(engine), write in one process to event from another: median \(times[10]), worst \(times[19])")
                #expect(times[10] < .milliseconds(300))
            }
            for server in [first, second] { try server.closeInput() }
            #expect(await first.status() == 0)
            #expect(await second.status() == 0)
        }
    }

    /// Within one process nobody waits for a clock: a stream that nothing looks for changes for is told all the same.
    @Test(arguments: Engine.allCases) func followersOfTheSameProcessAreToldByTheWriter(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 1) { desk async throws in
            let stream = try await ChangeStream(store: desk.store, resume: nil) { true }
            let (texts, continuation) = AsyncStream.makeStream(of: (String, ContinuousClock.Instant).self)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await stream.run { continuation.yield(($0, .now)) } }
                var told = texts.makeAsyncIterator()
                _ = await told.next()
                var times: [Duration] = []
                for round in 1...20 {
                    _ = try await desk.patch("/tickets/1", ["title": "\(round)"])
                    let written = ContinuousClock.now
                    let (text, time) = try #require(await told.next())
                    #expect(text.hasPrefix("id: \(round)\nevent: ticket_updated\n"))
                    times.append(written.duration(to: time))
                }
                times.sort()
                print("change feed, \(engine), answer to event in one process: median \(times[10]), worst \(times[19])")
                stream.stop()
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: Engine.allCases) func keysAndResumePointsAreChecked(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, keys: ["key-of-somebody=2"]) { desk async throws in
            #expect(try await desk.get("/changes").status == 401)
            #expect(try await desk.get("/changes", ["x-api-key": "another-key-1"]).status == 401)
            let key = ["x-api-key": "key-of-somebody"]
            #expect(try await desk.get("/changes?after=x", key).code == "invalid_query")
            #expect(try await desk.get("/changes?after=-1", key).code == "invalid_query")
            #expect(try await desk.get("/changes?nope=1", key).allowed("nope") == ["after"])
            for id in ["x", "-1", "9223372036854775807", "99999999999999999999"] {
                #expect(try await desk.get("/changes", key.merging(["last-event-id": id]) { $1 }).code == "invalid_last_event_id")
            }
            let head = try await desk.send(.head, "/changes", key, nil)
            #expect(head.status == 200 && head.contentType == "text/event-stream")
        }
    }

    /// A user who is taken out of use stops reading at the next heartbeat; until then one is heard.
    @Test(arguments: Engine.allCases) func onlyThoseWhoMayReadGoOn(_ engine: Engine) async throws {
        try await engine.withStore { store in
            let heartbeats = Attempts()
            let stream = try await ChangeStream(store: store, resume: nil) { heartbeats.next() < 3 }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    var written: [String] = []
                    try await stream.run { written.append($0) }
                    #expect(written == ["retry: 1000\nid: 0\n\n", ": keep-alive\n\n", ": keep-alive\n\n"])
                }
                while heartbeats.count < 3 {
                    store.changeSignal.tick(at: .now + .seconds(16))
                    await Task.yield()
                }
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: Engine.allCases) func placesAreLimitedAndGivenBack(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, .live) { desk async throws in
            let port = try #require(desk.client.port)
            let watch = ChangeWatch(store: desk.store, logger: .init(label: "test"))
            var places = (0..<ChangeWatch.capacity).map { _ in watch.join() }
            #expect(places.allSatisfy { $0 != nil } && watch.join() == nil)
            places.removeLast()
            #expect(watch.join() != nil)
            // A stream whose reader is gone gives its place back long before a heartbeat would fail.
            try await withFetch { fetch in
                for round in 1...ChangeWatch.capacity + 20 {
                    var feed = try await FeedReader(fetch, port: port)
                    #expect(feed.stream.status == 200, "\(round)")
                    _ = try await feed.next()
                    feed.stream.cancel()
                }
            }
        }
    }

    @Test func anOpenStreamDoesNotKeepTheServerFromEnding() async throws {
        let server = try ServerProcess(["serve", "--announce", "--exit-with-parent"])
        let port = try await server.port()
        try await withFetch { fetch in
            var feed = try await FeedReader(fetch, port: port)
            _ = try await feed.next()
            let start = ContinuousClock.now
            server.terminate()
            // The end of the stream is a proper one: no error.
            #expect(try await feed.next() == nil)
            #expect(await server.status() == 0)
            #expect(start.duration(to: .now) < .seconds(5))
        }
        try server.closeInput()
    }
}

extension DatabaseLocation {
    /// As `--database` takes it.
    var argument: String {
        switch self {
        case .sqlite(let path): path
        case .postgres(let url): url
        }
    }
}

extension ServerProcess {
    /// Where it listens; waits until it does.
    func port() async throws -> Int {
        let url = try #require(try await announcement()["url"]?.string)
        return try #require(url.split(separator: ":").last.flatMap { Int($0) })
    }
}
