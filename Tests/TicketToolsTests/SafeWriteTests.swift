internal import MCPCore
internal import Testing

@testable internal import TicketTools

/// Writes against the real API: previews, keys, duplicates, conflicts.
@Suite struct SafeWriteTests {
    private let client: ToolClient

    init() throws {
        client = try ToolClient.real()
    }

    private func ticket(_ title: String) async throws -> JSON {
        let answer = try await client.succeed("create_ticket", ["title": .string(title), "description": "試験"])
        return try #require(answer["ticket"]?["number"])
    }

    private func version(_ number: JSON) async throws -> JSON? {
        try await client.succeed("get_ticket_detail", ["ticket": number, "include": []])["ticket"]?["version"]
    }

    @Test func aDryRunOfCreatingShowsAndCreatesNothing() async throws {
        let title = "下見だけ \(Int64.random(in: 0...Int64.max))"
        let answer = try await client.succeed(
            "create_ticket", ["title": .string(title), "description": "b", "category_id": "Network", "dry_run": true])
        #expect(answer["dry_run"] == true && answer["ticket"] == nil)
        #expect(answer["would_create"]?["title"] == .string(title) && answer["would_create"]?["status"] == "new")
        #expect(answer.text.contains("nothing was created") && answer.text.contains("ネットワーク"))
        let found = try await client.succeed("get_ticket_list", ["query": .string(title)])
        #expect(found.items.isEmpty)
    }

    @Test func aDryRunOfChangingShowsAndChangesNothing() async throws {
        let number = try await ticket("vorher")
        let answer = try await client.succeed(
            "update_ticket", ["ticket": number, "expected_version": 1, "set": ["title": "nachher", "status": "open"], "dry_run": true])
        #expect(answer["dry_run"] == true && answer["version"] == 1 && answer["ticket"] == nil)
        #expect(answer.text.contains("title: \"vorher\" -> \"nachher\"") && answer.text.contains("still at version 1"))
        #expect(try await version(number) == 1)
        let refused = try await client.fail(
            "update_ticket", ["ticket": number, "expected_version": 1, "set": ["status": "closed"], "dry_run": true])
        #expect(refused.contains("Allowed: open, pending, resolved"))
    }

    @Test func aDryRunOfAddingSaysWhoWouldReadIt() async throws {
        let number = try await ticket("a")
        let reply = try await client.succeed("add_ticket_history", ["ticket": number, "body": "x", "kind": "reply", "dry_run": true])
        #expect(reply["dry_run"] == true && reply["history_id"] == nil && reply["visibility"] == "public")
        #expect(reply.text.contains("nothing was added") && reply.text.contains("the requester can read it"))
        let note = try await client.succeed("add_ticket_history", ["ticket": number, "body": "x", "dry_run": true])
        #expect(note["visibility"] == "internal" && note.text.contains("staff alone can read it"))
        #expect(try await version(number) == 1)
    }

    @Test func aKeyMakesATicketOnce() async throws {
        let key = JSON.string("key-\(UInt64.random(in: 0...UInt64.max))")
        let arguments: JSON = ["title": "einmal", "description": "b", "idempotency_key": key]
        let first = try await client.succeed("create_ticket", arguments)
        let second = try await client.succeed("create_ticket", arguments)
        #expect(first["ticket"]?["number"] == second["ticket"]?["number"])
        let other = try await client.fail("create_ticket", ["title": "zweimal", "description": "b", "idempotency_key": key])
        #expect(other.contains("422") && other.contains("nothing was done"))
        let number = try #require(first["ticket"]?["number"])
        // The same key for another tool is another key.
        for _ in 0..<2 { try await client.succeed("add_ticket_history", ["ticket": number, "body": "x", "idempotency_key": key]) }
        #expect(try await version(number) == 2)
    }

    @Test func keysOfTwoCallersAreTwoKeys() {
        let taro = IdempotencyKey("k", for: Principal(id: "taro"), "create_ticket")
        #expect(taro != IdempotencyKey("k", for: Principal(id: "hana"), "create_ticket"))
        #expect(taro == IdempotencyKey("k", for: Principal(id: "taro"), "create_ticket"))
        #expect(!taro.header.contains("taro") && taro.header.utf8.count == 64)
        #expect(IdempotencyKey(nil, for: .anonymous, "t") != IdempotencyKey(nil, for: .anonymous, "t"))
    }

    @Test func whatLooksLikeAnotherTicketIsTold() async throws {
        let title = "二重 \(UInt64.random(in: 0...UInt64.max))"
        let first = try await ticket(title)
        let preview = try await client.succeed("create_ticket", ["title": .string(title), "description": "b", "dry_run": true])
        #expect(preview["possible_duplicates"]?[0]?["number"] == first)
        #expect(preview.text.contains("Possible duplicates") && preview.text.contains("add_ticket_history instead"))
        let second = try await client.succeed("create_ticket", ["title": .string(title), "description": "b"])
        #expect(second["possible_duplicates"]?[0]?["number"] == first && second["ticket"]?["number"] != first)
        #expect(second.text.contains("It was created all the same"))
    }

    @Test func aConflictIsMergedInOneMoreCall() async throws {
        let number = try await ticket("alt")
        try await client.succeed(
            "update_ticket",
            [
                "ticket": number, "expected_version": 1, "set": ["description": "was andere\nschrieben", "assignee_id": 4],
                "add_tags": ["a"],
            ])
        try await client.succeed("add_ticket_history", ["ticket": number, "body": "dazwischen"])
        let text = try await client.fail(
            "update_ticket", ["ticket": number, "expected_version": 1, "set": ["description": "was ich schrieb"]])
        #expect(text.contains("at version 3 by now, not 1"))
        // Who changed what and when.
        #expect(text.contains("assignee: nothing -> \"髙橋 直子\" (20") && text.contains("by 管理者") && text.contains("dazwischen"))
        // And how it is.
        #expect(text.contains("description:\nwas andere\nschrieben") && text.contains("tags: a") && text.contains("assignee: 髙橋 直子 (id 4)"))
        #expect(text.contains("next statuses: open, pending, resolved") && text.contains("call again with expected_version: 3, merged"))
        let merged = try await client.succeed(
            "update_ticket", ["ticket": number, "expected_version": 3, "set": ["description": "was andere und ich schrieben"]])
        #expect(merged["version"] == 4)
    }

    @Test func changesThatTheAPILeavesOutAreSaidToBeMissing() {
        var error = APIError(.conflict, "x")
        error.currentVersion = 900
        error.expectedVersion = 1
        error.changedSince = [VersionChange(field: "title", from: "a", to: "b", at: nil, by: nil)]
        #expect(error.explanation.contains("There may be more: it is 899 versions"))
        error.changedSince = Array(repeating: error.changedSince[0], count: 120)
        #expect(error.explanation.contains("20 more changes are left out"))
        error.hasTimeVersions = true
        error.changedSince = [error.changedSince[0]]
        #expect(!error.explanation.contains("may be more"))
    }

    @Test func aRequestThatIsStillWorkedOnIsNoConflict() async throws {
        let upstream = try ScriptedUpstream(
            409, ["Content-Type: application/problem+json", "Retry-After: 2"], "{\"code\":\"request_in_progress\",\"detail\":\"x\"}")
        let text = try await ToolClient.scripted(upstream).fail("create_ticket", ["title": "a", "description": "b"])
        #expect(text.contains("still being worked on") && text.contains("Wait 2 s") && text.contains("idempotency_key: "))
    }

    @Test func aDryRunTakesNoKeyAndIsAskedForInTheQuery() async throws {
        let upstream = try ScriptedUpstream(422, ["Content-Type: application/problem+json"], "{}")
        let client = try ToolClient.scripted(upstream)
        _ = try await client.fail("create_ticket", ["title": "a", "description": "b", "dry_run": true, "idempotency_key": "k"])
        _ = try await client.fail("update_ticket", ["ticket": 1, "expected_version": 1, "set": ["title": "a"], "dry_run": true])
        _ = try await client.fail("add_ticket_history", ["ticket": 1, "body": "a", "dry_run": true])
        #expect(upstream.requests.map(\.target) == ["/tickets?dry_run=true", "/tickets/1?dry_run=true", "/tickets/1/history?dry_run=true"])
        #expect(upstream.requests.allSatisfy { $0.header("idempotency-key") == nil })
    }
}
