internal import HTTPFetch
internal import Logging
internal import MCPCore
internal import Testing

@testable internal import TicketTools

@Suite(.timeLimit(.minutes(10)))
struct ChangeFollowerTests {
    private let record = RecordingPublisher()

    /// Runs `body` while a follower of `url` publishes into the record.
    private func following(
        _ url: String, _ events: TicketEvents, firstWait: Duration? = .milliseconds(5), _ body: () async throws -> Void
    ) async throws {
        let client = APIClient(configuration: TicketConfiguration(baseURL: try BaseURL(url)))
        var timing = ChangeFollowerTiming()
        timing.firstWait = firstWait
        timing.longestWait = .milliseconds(100)
        let follower = ChangeFollower(
            client, events: events, timing: timing, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let task = Task { await follower.run() }
        do {
            try await body()
        } catch {
            task.cancel()
            throw error
        }
        task.cancel()
        await task.value
        await client.shutdown()
    }

    /// A client of the API itself, as somebody else's program is one.
    private struct Outsider {
        let fetch = HTTPFetch()
        let url: String

        func send(_ method: FetchMethod, _ path: String, _ body: String) async throws -> JSON {
            let headers: FetchHeaders = ["content-type": "application/json", "if-match": "*"]
            let response = try await fetch.send(FetchRequest(method, url + path, headers: headers, body: Array(body.utf8)))
            try #require((200...299).contains(response.status), "\(response.text)")
            return try JSON(parsing: response.body)
        }

        func create() async throws -> String {
            try #require(try await send(.post, "/tickets", #"{"title":"follow me"}"#)["number"]?.string)
        }
    }

    /// The feed is cut in the middle of whatever it is at, dozens of times: every event once, in order.
    @Test func everyEventComesOnceWhateverIsCut() async throws {
        let api = try TicketAPIProcess()
        let outsider = Outsider(url: api.url)
        let proxy = try CuttingProxy(to: api.url)
        let updates = 120
        // The head and the first block are some 250 bytes, an event 500: cuts in heads, in ids, in JSON, between events.
        proxy.cut(after: (0..<60).map { 60 + $0 * 37 % 1_700 })
        try await following(proxy.url, TicketEvents(record)) {
            let number = try await outsider.create()
            // What happened before it was there for the first time is nobody's business.
            while proxy.count == 0 { await Task.yield() }
            await started(outsider, number)
            let before = record.taken.count
            for update in 1...updates { _ = try await outsider.send(.patch, "/tickets/\(number)", #"{"title":"update \#(update)"}"#) }
            let events = await record.wait(for: before + updates).dropFirst(before)
            let versions = events.compactMap { $0.key?.split(separator: "/")[1].dropFirst() }.compactMap { Int($0) }
            #expect(versions.count == updates)
            #expect(versions == Array(versions[0]..<versions[0] + updates))
            #expect(events.allSatisfy { $0.source == .upstream && $0.type == .ticketUpdated && $0.attribute("ticket") == number })
            #expect(events.last?.resources == ["ticket://\(number)", "ticket://\(number)/history"])
            print("follower: \(updates) events over \(proxy.count) connections, \(record.offered.count - record.taken.count) came twice")
            #expect(proxy.count > 20)
        }
        await outsider.fetch.shutdown()
    }

    /// Writes until the follower has told of one, so that it is there.
    private func started(_ outsider: Outsider, _ number: String) async {
        do {
            while record.taken.isEmpty {
                _ = try await outsider.send(.patch, "/tickets/\(number)", #"{"title":"are you there? \#(Int.random(in: 0...Int.max))"}"#)
            }
            // All of these have come when the last has.
            let version = try await outsider.send(.patch, "/tickets/\(number)", #"{"title":"there"}"#)["version"]?.integer ?? 0
            await record.wait { $0.contains { $0.key == "\(number)/v\(version)/ticket_updated" } }
        } catch {
            Issue.record(error)
        }
    }

    /// What a tool tells and what the feed tells of it are the same, to the letter, and so are told once.
    @Test func toolsAndFeedTellTheSameOnce() async throws {
        let api = try TicketAPIProcess()
        let (both, toolsOnly, feedOnly) = (record, RecordingPublisher(), RecordingPublisher())
        let tools = ToolClient(
            TicketConfiguration(baseURL: try BaseURL(api.url)), events: TicketEvents(Tee(first: both, second: toolsOnly)))
        let outsider = Outsider(url: api.url)
        try await following(api.url, TicketEvents(Tee(first: both, second: feedOnly))) {
            await started(outsider, try await outsider.create())
            let before = feedOnly.taken.count
            let made = try await tools.succeed("create_ticket", ["title": "二度言わない", "description": "x", "account_id": 1])
            let id = try #require(made["ticket"]?["id"]?.integer)
            // By its id: the events name it by its number all the same.
            let ticket = JSON.integer(id)
            try await tools.succeed(
                "update_ticket",
                ["ticket": ticket, "expected_version": 1, "set": ["status": "open", "priority": "high"], "comment": "内緒の話"])
            try await tools.succeed(
                "update_ticket", ["ticket": ticket, "expected_version": 2, "set": ["title": "なお"], "comment": "and a comment"])
            try await tools.succeed("add_ticket_history", ["ticket": ticket, "body": "reply", "kind": "reply"])
            try await tools.succeed("add_ticket_history", ["ticket": ticket, "body": "note", "kind": "internal_note", "status": "pending"])
            _ = try await tools.fail("update_ticket", ["ticket": ticket, "expected_version": 1, "set": ["priority": "low"]])
            let told = toolsOnly.taken
            let kinds = told.map(\.type.rawValue)
            #expect(
                kinds == [
                    "ticket_created", "ticket_updated", "status_changed", "history_added", "ticket_updated", "history_added",
                    "history_added", "ticket_updated", "status_changed", "history_added",
                ])
            let fed = Array(await feedOnly.wait(for: before + told.count).dropFirst(before))
            #expect(fed.map(\.key) == told.map(\.key))
            for (tool, feed) in zip(told, fed) {
                #expect(try JSON(parsing: tool.payload.bytes) == JSON(parsing: feed.payload.bytes), "\(tool.key ?? "")")
                #expect(Set(tool.attributes) == Set(feed.attributes) && tool.resources == feed.resources)
                #expect(tool.source == .mcpTool && feed.source == .upstream)
                #expect(!tool.payload.text.contains("内緒の話"))
            }
            #expect(both.keys.count == Set(both.keys).count)
            #expect(both.offered.count == both.taken.count + told.count)
        }
        await outsider.fetch.shutdown()
    }

    /// What is kept of the masters goes when the feed says that they changed, long before its time.
    @Test func cachesAreDroppedWhenTheFeedSaysSo() async throws {
        let api = try TicketAPIProcess()
        let outsider = Outsider(url: api.url)
        let events = TicketEvents(record)
        let tools = ToolClient(TicketConfiguration(baseURL: try BaseURL(api.url)), events: events, time: ManualTime())
        try await following(api.url, events) {
            await started(outsider, try await outsider.create())
            let before = try await tools.succeed("get_categories").text
            _ = try await outsider.send(.patch, "/categories/1", #"{"name":"新しい分類名"}"#)
            await record.wait { $0.contains { $0.type == .mastersChanged } }
            let after = try await tools.succeed("get_categories").text
            #expect(!before.contains("新しい分類名") && after.contains("新しい分類名"))
            #expect(record.taken.last?.resources == ["ticket-meta://categories"])
        }
        await outsider.fetch.shutdown()
    }

    /// An update through one process of the API, seen by a follower of another over the same database.
    @Test func anUpdateElsewhereIsSeenSoon() async throws {
        let path = "/tmp/ticket-follow-\(UInt64.random(in: 0...UInt64.max)).sqlite"
        let first = try TicketAPIProcess(["--database", path])
        let second = try TicketAPIProcess(["--database", path])
        defer { for end in ["", "-wal", "-shm"] { removeFile(path + end) } }
        let outsider = Outsider(url: first.url)
        try await following(second.url, TicketEvents(record)) {
            let number = try await outsider.create()
            await started(outsider, number)
            var times: [Duration] = []
            for round in 0..<20 {
                let start = ContinuousClock.now
                let answer = try await outsider.send(.patch, "/tickets/\(number)", #"{"title":"soon \#(round)"}"#)
                let key = "\(number)/v\(answer["version"]?.integer ?? 0)/ticket_updated"
                await record.wait { $0.contains { $0.key == key } }
                times.append(start.duration(to: .now))
            }
            times.sort()
            print("update in one process to follower of another: median \(times[10]), worst \(times[19])")
            #expect(times[10] < .milliseconds(500))
        }
        await outsider.fetch.shutdown()
    }

    @Test(arguments: [
        ScriptedUpstream.response(404, [], ""), ScriptedUpstream.response(405, [], ""), ScriptedUpstream.response(501, [], "x"),
        "HTTP/1.1 204 No Content\r\n\r\n", ScriptedUpstream.response(200, ["Content-Type: text/html"], "<html>"),
    ])
    func anAPIWithoutAFeedIsAskedOnce(_ answer: String) async throws {
        let upstream = try ScriptedUpstream { _ in .bytes(answer) }
        let client = APIClient(configuration: TicketConfiguration(baseURL: try BaseURL(upstream.url), apiKey: Secret("canary-key")))
        await ChangeFollower(client, events: TicketEvents(record)).run()
        #expect(upstream.requests.map(\.target) == ["/changes"])
        #expect(upstream.requests[0].header("x-api-key") == "canary-key")
        #expect(upstream.requests[0].header("accept") == "text/event-stream")
    }

    /// Refusals, silence and nonsense are outlived; what cannot be told keeps nothing back.
    @Test func aFeedIsNotGivenUp() async throws {
        let stream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nConnection: close\r\n\r\n"
        func event(_ id: Int, _ json: String) -> String { "id: \(id)\ndata: \(json)\n\n" }
        let good = #"{"type":"ticket_updated","key":"k1","ticket":"T-1","payload":{}}"#
        let later = #"{"type":"own_type","key":"k2","time":"2026-11-21T18:20:00.5Z","ticket":"T-2","payload":{"a":1}}"#
        let answers = [
            ScriptedUpstream.response(503, ["Retry-After: 1"], ""), ScriptedUpstream.response(401, [], ""),
            stream + event(1, "no json") + event(2, #"{"payload":1}"#) + event(3, #"{"type":"batch","payload":{}}"#) + event(4, good),
            stream + "event: gap\ndata: {\"after\":\"4\",\"oldest\":\"9\"}\n\n" + event(9, later) + "id: 10\ndata: unfini",
        ]
        let upstream = try ScriptedUpstream(inOrder: answers)
        try await following(upstream.url, TicketEvents(record)) {
            let taken = await record.wait(for: 3)
            #expect(taken.map { $0.key ?? "" } == ["k1", "gap/4/9", "k2"])
            #expect(taken[1].type == .batchUpdate && taken[2].type == "own_type" && taken[2].attribute("ticket") == "T-2")
            // The last one that was whole.
            while upstream.requests.count < 5 { await Task.yield() }
            #expect(upstream.requests.map { $0.header("last-event-id") }[..<5] == [nil, nil, nil, "4", "9"])
        }
    }

    /// A log that cannot take an event now is given it again.
    @Test func whatWasNotTakenIsAskedForAgain() async throws {
        let api = try TicketAPIProcess()
        let outsider = Outsider(url: api.url)
        try await following(api.url, TicketEvents(record)) {
            let number = try await outsider.create()
            await started(outsider, number)
            let before = record.taken.count
            record.refuse(Array(repeating: EventLogError(.unavailable, "away"), count: 3))
            for round in 0..<5 { _ = try await outsider.send(.patch, "/tickets/\(number)", #"{"title":"again \#(round)"}"#) }
            let versions = await record.wait(for: before + 5).dropFirst(before).compactMap { $0.key?.split(separator: "/")[1].dropFirst() }
            #expect(versions.compactMap { Int($0) } == versions.compactMap { Int($0) }.sorted())
            #expect(Set(versions).count == 5)
        }
        await outsider.fetch.shutdown()
    }

    @Test func waitsGrowAndAreScattered() {
        var timing = ChangeFollowerTiming()
        for (failures, asked, range) in [
            (0, nil, 250...500), (1, 1_000, 500...1_000), (4, 1_000, 4_000...8_000), (99, nil, 15_000...30_000),
        ] {
            let waits = (0..<100).map { _ in timing.wait(afterFailures: failures, asked: asked) }
            #expect(waits.allSatisfy { .milliseconds(range.lowerBound) <= $0 && $0 <= .milliseconds(range.upperBound) })
            #expect(Set(waits).count > 10)
        }
        timing.firstWait = .milliseconds(10)
        #expect(timing.wait(afterFailures: 0, asked: 20_000) <= .milliseconds(10))
        // A server that asks for no wait at all does not get a loop.
        #expect(ChangeFollowerTiming().wait(afterFailures: 0, asked: 0) >= .milliseconds(50))
    }
}

/// Hands events to two.
private struct Tee: EventPublisher {
    let first: any EventPublisher
    let second: any EventPublisher

    func publish(_ drafts: [EventDraft]) async throws(EventLogError) -> [EventReceipt] {
        _ = try await second.publish(drafts)
        return try await first.publish(drafts)
    }
}
