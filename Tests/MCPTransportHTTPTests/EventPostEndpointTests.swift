import MCPCore
import MCPTesting
import Testing

@testable import MCPTransportHTTP

@Suite(.timeLimit(.minutes(1))) struct EventPostEndpointTests {
    private static let now = WallClock.milliseconds / 1_000

    @Test func whatIsSignedIsTold() async throws {
        let client = EventClient()
        let reader = client.watch()
        let one = try await client.post(#"{"type":"ticket_created","key":"T-1/v1/ticket_created","ticket":"T-1","payload":{"n":1}}"#)
        #expect(one.status == 202 && one.json?["accepted"] == 1 && one.json?["known"] == 0)
        let two = try await client.post(
            #"{"events":[{"type":"ticket_created","key":"T-1/v1/ticket_created"},{"type":"own","payload":{"n":2},"source":"upstream"}]}"#)
        #expect(two.json?["accepted"] == 1 && two.json?["known"] == 1)
        try await reader.reads(2)
        #expect(reader.numbers == [1, 2])
        #expect(try JSON(parsing: reader.events[0].data ?? "")["source"] == "rest_api")
        #expect(try JSON(parsing: reader.events[1].data ?? "")["source"] == "upstream")
    }

    @Test func whatWasTakenIsNotTakenAgain() async throws {
        let client = EventClient()
        let reader = client.watch()
        let body = #"{"type":"a","payload":{"n":1}}"#
        #expect(try await client.post(body, at: Self.now).json?["accepted"] == 1)
        for _ in 0..<3 {
            let again = try await client.post(body, at: Self.now)
            #expect(again.status == 202 && again.json?["accepted"] == 0 && again.json?["known"] == 1)
        }
        // The same body at another time is another message.
        #expect(try await client.post(body, at: Self.now - 1).json?["accepted"] == 1)
        try await reader.reads(2)
        #expect(reader.numbers == [1, 1])
    }

    @Test(arguments: [-301, 301, -100_000, 100_000])
    func whatIsTooOldOrTooEarlyIsRefused(_ offset: Int64) async throws {
        let client = EventClient()
        #expect(try await client.post(#"{"type":"a"}"#, at: Self.now + offset + offset.signum() * 120).status == 401)
        #expect(client.events.statistics.told == 0)
    }

    @Test(arguments: [-240, 300]) func theWindowIsWide(_ offset: Int64) async throws {
        #expect(try await EventClient().post(#"{"type":"a"}"#, at: Self.now + offset).status == 202)
    }

    @Test func anyOtherBitIsRefused() async throws {
        let client = EventClient()
        let body = #"{"type":"a"}"#
        let good = EventClient.signature(body, at: Self.now)
        var refused = 0
        for index in good.utf8.indices.map({ good.utf8.distance(from: good.utf8.startIndex, to: $0) }) {
            for bit in [UInt8(1), 4, 64] {
                var bytes = Array(good.utf8)
                bytes[index] ^= bit
                let text = String(decoding: bytes, as: UTF8.self)
                // An upper-case digit is the same digit.
                guard text.lowercased() != good else { continue }
                let reader = client.with(("X-Webhook-Signature", text)).send("POST", "/events", Array(body.utf8))
                try await reader.answered()
                #expect(reader.status == 401, "\(text)")
                refused += 1
            }
        }
        #expect(refused > 200 && client.events.statistics.told == 0)
    }

    @Test func theBodyIsSigned() async throws {
        let client = EventClient()
        #expect(try await client.post(#"{"type":"a"}"#, signing: #"{"type":"b"}"#).status == 401)
        #expect(try await client.post(#"{"type":"a"}"#, secret: Array("another secret that has enough bytes, too".utf8)).status == 401)
    }

    @Test(arguments: ["", "t=1", "v1=00", "t=1,v1=zz", "t=99999999999999999,v1=00", "t=-1,v1=00", "t=1,t=2,v1=00", "hello"])
    func otherSignaturesAreRefused(_ signature: String) async throws {
        let client = EventClient()
        let reader = client.with(("X-Webhook-Signature", signature)).send("POST", "/events", Array(#"{"type":"a"}"#.utf8))
        try await reader.answered()
        #expect(reader.status == 401)
    }

    @Test func aSignatureIsNeededOnce() async throws {
        var client = EventClient()
        let body = #"{"type":"a"}"#
        let without = client.send("POST", "/events", Array(body.utf8))
        try await without.answered()
        #expect(without.status == 401)
        client.headers += [("X-Webhook-Signature", EventClient.signature(body, at: Self.now))]
        client.headers += [("X-Webhook-Signature", EventClient.signature(body, at: Self.now))]
        let twice = client.send("POST", "/events", Array(body.utf8))
        try await twice.answered()
        #expect(twice.status == 401)
    }

    /// Both the new and the old secret are good, and a sender may sign with both.
    @Test func secretsRotate() async throws {
        let old = Array("the secret of last year, long enough for it".utf8)
        let client = EventClient { $1.webhookSecrets.append(WebhookSecret(old)) }
        #expect(try await client.post(#"{"type":"a"}"#).status == 202)
        #expect(try await client.post(#"{"type":"b"}"#, secret: old).status == 202)
        let body = #"{"type":"c"}"#
        let strange = EventClient.signature(body, at: Self.now, Array("a secret that is not ours, but is long enough".utf8))
        let both = strange + "," + EventClient.signature(body, at: Self.now).split(separator: ",")[1]
        let reader = client.with(("X-Webhook-Signature", both)).send("POST", "/events", Array(body.utf8))
        try await reader.answered()
        #expect(reader.status == 202)
    }

    @Test(arguments: [
        "", "{", "[]", "7", #"{"events":7}"#, #"{"events":[{"type":"a"},{}]}"#, #"{"type":"a","type":"b"}"#, #"{"type":"a","payload":7}"#,
    ])
    func bodiesThatAreNoEvents(_ body: String) async throws {
        let client = EventClient()
        let reader = try await client.post(body)
        #expect(reader.status == 400 && client.events.statistics.told == 0)
    }

    @Test func bounds() async throws {
        let client = EventClient {
            $1.limits.bodyBytes = 2_000; $1.limits.postedEvents = 3; $1.limits.signatures = 3
        }
        func events(_ count: Int) -> String { #"{"events":[\#(Array(repeating: #"{"type":"a"}"#, count: count).joined(separator: ","))]}"# }
        #expect(try await client.post(events(3)).status == 202)
        #expect(try await client.post(events(4)).status == 413)
        #expect(try await client.post(#"{"type":"a","payload":{"t":"\#(String(repeating: "x", count: 2_000))"}}"#).status == 413)
        #expect(try await client.post(events(1)).status == 202)
        // What was refused is remembered, until it expires or is withdrawn.
        let full = try await client.post(events(2))
        #expect(full.status == 503 && full.state.state.headers["retry-after"] != nil)
    }

    /// What could not be taken may come again as it is.
    @Test func aLogThatIsAwayIsNoReplay() async throws {
        let log = FailingLog()
        let client = EventClient(log: log)
        let body = #"{"type":"a"}"#
        log.isAway.change { $0 = true }
        let reader = try await client.post(body, at: Self.now)
        #expect(reader.status == 503 && reader.state.state.headers["retry-after"] != nil)
        log.isAway.change { $0 = false }
        #expect(try await client.post(body, at: Self.now).json?["accepted"] == 1)
    }

    @Test func postingIsHeldToTheRateOfCalls() async throws {
        let client = EventClient { configuration, _ in
            configuration.limits.callsPerSecond = 0.001
            configuration.limits.callBurst = 2
        }
        var statuses: [Int?] = []
        for index in 0..<4 { statuses.append(try await client.post(#"{"type":"a\#(index)"}"#).status) }
        #expect(statuses == [202, 202, 429, 429])
    }

    @Test func withoutASecretNothingIsThere() async throws {
        let client = EventClient { $1.webhookSecrets = [] }
        #expect(client.send("POST", "/events").status == 404)
        #expect(client.watch().status == 200)
    }

    @Test func secretsAreNotPrinted() {
        var text = ""
        dump(WebhookSecret(EventClient.secret), to: &text)
        #expect(!text.contains("97") && "\(WebhookSecret(EventClient.secret))" == "<redacted>")
    }

    // MARK: - The debug page

    @Test func administratorsSeeWhoWatches() async throws {
        let keys = APIKeyAuthProvider([
            ("key-of-alice", Principal(id: "alice")), ("key-of-admin", Principal(id: "root", scopes: ["admin"])),
        ])
        let client = EventClient(auth: keys)
        let (alice, admin) = (client.with(("X-API-Key", "key-of-alice")), client.with(("X-API-Key", "key-of-admin")))
        let (quick, slow) = (alice.watch("type=ticket_updated"), alice.watch())
        slow.state.change { $0.unread = 2 << 20 }
        for number in 0..<3 { try await client.events.publish(EventClient.draft(number)) }
        try await quick.reads(3)
        #expect(alice.send("GET", "/events/debug").status == 403)
        #expect(client.send("GET", "/events/debug").status == 401)
        let page = admin.send("GET", "/events/debug")
        let json = try #require(page.json)
        #expect(page.status == 200 && page.state.state.headers["cache-control"] == "no-store")
        #expect(json["clients"] == 2 && json["events_told"] == 3 && json["events_sent"] == 4 && json["overflows"] == 0)
        #expect(json["last_event"]?.string?.hasSuffix("Z") == true)
        let streams = try #require(json["streams"]?.array)
        #expect(streams.map { $0["name"] } == ["alice", "alice"] && streams.map { $0["sent"] } == [3, 1])
        #expect(streams.map { $0["queued"] } == [0, 2] && streams[0]["filter"] == "type=ticket_updated")
        for number in 3..<300 { try await client.events.publish(EventClient.draft(number)) }
        let later = try #require(admin.send("GET", "/events/debug").json)
        #expect(later["clients"] == 1 && later["overflows"] == 1)
        let ended = try #require(later["ended"]?[0])
        #expect(ended["reason"] == "overflow" && ended["sent"] == 1 && ended["dropped"] == 257)
    }
}

/// A log that can be away.
private final class FailingLog: EventLog {
    let isAway = Observed(false)
    private let memory = MemoryEventLog()

    func append(_ drafts: [EventDraft]) async throws(EventLogError) -> [EventReceipt] {
        guard !isAway.state else { throw EventLogError(.unavailable, "away") }
        return try await memory.append(drafts)
    }

    func read(after position: EventPosition?, limit: Int) async throws(EventLogError) -> EventPage {
        try await memory.read(after: position, limit: limit)
    }

    func follow(_ receive: @escaping @Sendable (EventLogChange) -> Void) -> EventFollowing { memory.follow(receive) }
}
