internal import Testing

@testable internal import TicketAPI

@Suite struct IdempotencyTests {
    private static let header = "idempotency-key"

    @Test(arguments: Engine.allCases)
    func theFirstAnswerIsGivenAgain(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            let key = [Self.header: "key-1"]
            let first = try await desk.post("/tickets", ["title": "a", "priority": "high"], key)
            #expect(first.status == 201)
            #expect(first.headers["idempotent-replayed"] == nil)
            _ = try await desk.patch("/tickets/1", ["title": "b"])
            desk.clock.advance(seconds: 86_000)
            let again = try await desk.post("/tickets", ["priority": "high", "title": "a"], key)
            #expect(again.status == 201)
            #expect(again.bytes == first.bytes)
            #expect(again.headers["idempotent-replayed"] == "true")
            for name in ["etag", "location", "content-type"] { #expect(again.headers[name] == first.headers[name]) }
            #expect(try await desk.get("/tickets?include_total=true").json.at("page", "total") == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func anotherRequestNeedsAnotherKey(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            let key = [Self.header: "key-1"]
            _ = try await desk.post("/tickets", ["title": "a"], key)
            let others = [
                try await desk.post("/tickets", ["title": "b"], key), try await desk.post("/tickets/1/history", ["body": "a"], key),
                try await desk.patch("/tickets/1", ["title": "c"], key),
            ]
            #expect(others.map(\.status) == [422, 422, 422])
            #expect(others.allSatisfy { $0.code == "idempotency_key_reused" })
            #expect(try await desk.post("/tickets", ["title": "b"], key.merging(["x-acting-user": "2"]) { $1 }).status == 201)
            #expect(try await desk.post("/tickets", ["title": "a"], [Self.header: "key-2"]).json["id"] == 3)
        }
    }

    @Test(arguments: Engine.allCases)
    func aDayLaterTheKeyIsFree(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            let key = [Self.header: "key-1"]
            _ = try await desk.post("/tickets", ["title": "a"], key)
            desk.clock.advance(seconds: 86_400)
            let reply = try await desk.post("/tickets", ["title": "b"], key)
            #expect(reply.status == 201)
            #expect(reply.json["id"] == 2)
        }
    }

    @Test(arguments: Engine.allCases)
    func aRefusedRequestLeavesTheKeyFree(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            let key = [Self.header: "key-1"]
            #expect(try await desk.post("/tickets", ["title": ""], key).status == 422)
            #expect(try await desk.post("/tickets?dry_run=true", ["title": "a"], key).status == 200)
            #expect(try await desk.post("/tickets", ["title": "a"], key).status == 201)
        }
    }

    @Test(arguments: Engine.allCases)
    func historyAndChangesToo(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            _ = try await desk.post("/tickets", ["title": "a"])
            for round in 1...2 {
                let added = try await desk.post("/tickets/1/history", ["body": "x"], [Self.header: "h"])
                #expect(added.json["ticket_version"] == 2)
                #expect(added.headers["etag"] == "\"v2\"")
                let changed = try await desk.patch("/tickets/1", version: 2, ["title": "b"], [Self.header: "p"])
                #expect(changed.json["version"] == 3, "round \(round)")
            }
            #expect(try await desk.get("/tickets/1").json["history_count"] == 3)
        }
    }

    @Test(arguments: Engine.allCases)
    func ofManyAtOnceOneTakesEffect(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine) { desk async throws in
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 1...16 {
                    group.addTask { try await desk.post("/tickets", ["title": "a"], [Self.header: "same"]) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(replies.allSatisfy { $0.status == 201 })
            #expect(Set(replies.map(\.bytes)).count == 1)
            #expect(replies.count { $0.headers["idempotent-replayed"] == nil } == 1)
            #expect(try await desk.get("/tickets?include_total=true").json.at("page", "total") == 1)
        }
    }

    @Test func whoWaitsTooLongIsToldToComeBack() async throws {
        try await Engine.postgres.withDatabase { location in
            guard case .postgres(let url) = location else { return }
            let store = try await SQLTicketStore.open(.postgres(url: url + "&options=-c%20lock_timeout%3D100"))
            let holder = PostgresPool(url: url, limits: PoolLimits(connections: 1))
            let (release, releaser) = AsyncStream.makeStream(of: Void.self)
            let (held, holds) = AsyncStream.makeStream(of: Void.self)
            // Another server that has begun the same request and not finished it.
            let other = Task {
                try await holder.hold(
                    "INSERT INTO idempotency_keys (user_id, key, fingerprint, created_at) VALUES (1, 'same', '', 0)", holds, release)
            }
            for await _ in held { break }
            try await TestDesk.run(over: store) { desk async throws in
                let reply = try await desk.post("/tickets", ["title": "a"], [Self.header: "same"])
                #expect(reply.status == 409)
                #expect(reply.code == "request_in_progress")
                #expect(reply.headers["retry-after"] == "1")
                releaser.finish()
                await #expect(throws: CancellationError.self) { try await other.value }
                #expect(try await desk.post("/tickets", ["title": "a"], [Self.header: "same"]).status == 201)
            }
            try holder.close()
            try store.close()
        }
    }

    @Test(arguments: ["", "a b", "キー", String(repeating: "k", count: 256)])
    func unusableKeysAreRefused(_ key: String) async throws {
        try await TestDesk.run { desk async throws in
            let reply = try await desk.post("/tickets", ["title": "a"], [Self.header: key])
            #expect(reply.status == 400)
            #expect(reply.code == "invalid_idempotency_key")
        }
    }
}
