internal import Foundation
internal import Testing

@testable internal import TicketAPI

@Suite(.timeLimit(.minutes(2))) struct PostgresTests {
    @Test func itComesBackAfterTheServerDoes() async throws {
        let server = try await PostgresServer()
        try await server.script("CREATE DATABASE desk TEMPLATE template0 ENCODING 'UTF8'")
        let store = try await SQLTicketStore.open(.postgres(url: server.url("desk")), limits: PoolLimits(connections: 3, waitSeconds: 30))
        try await TestDesk.run(over: store) { desk async throws in
            #expect(try await desk.post("/tickets", ["title": "before"]).status == 201)
            try await server.restart()
            #expect(try await desk.get("/tickets/1").json["title"] == "before")
            #expect(try await desk.post("/tickets", ["title": "after"]).json["id"] == 2)
            try await server.stop()
            for _ in 1...4 {
                let reply = try await desk.get("/tickets")
                #expect(reply.status == 503)
                #expect(reply.code == "database_unavailable")
                #expect(reply.headers["retry-after"] == "1")
            }
            #expect(try await desk.get("/health").status == 503)
            try await server.restart()
            #expect(try await desk.get("/health").json["database"] == "postgresql")
            #expect(try await desk.post("/tickets", ["title": "again"]).json["id"] == 3)
            // Every connection is replaced, not only the one that noticed.
            try await server.restart()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...12 { group.addTask { try await desk.post("/tickets/1/history", ["body": "x"]).status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 201, count: 12))
            #expect(try await desk.get("/tickets/1").json["version"] == 13)
        }
        try store.close()
        try await server.end()
    }

    @Test func whoWaitsTooLongIsRefused() async throws {
        try await Engine.postgres.withDatabase { location in
            guard case .postgres(let url) = location else { return }
            let pool = PostgresPool(url: url, limits: PoolLimits(connections: 1, waiting: 2, waitSeconds: 0.2))
            let (release, releaser) = AsyncStream.makeStream(of: Void.self)
            let (held, holds) = AsyncStream.makeStream(of: Void.self)
            let holder = Task { try await pool.hold("SELECT 1", holds, release) }
            for await _ in held { break }
            let outcomes = await withTaskGroup(of: String.self) { group in
                for _ in 1...5 { group.addTask { await Self.outcome { try await pool.read { db in try db.value("SELECT 1") } } } }
                return await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(outcomes == Array(repeating: "database_busy", count: 5))
            // Who gives up is not waited for.
            let waiting = Task { await Self.outcome { try await pool.read { db in try db.value("SELECT 1") } } }
            waiting.cancel()
            #expect(await waiting.value == "cancelled")
            releaser.finish()
            await #expect(throws: CancellationError.self) { try await holder.value }
            #expect(await Self.outcome { try await pool.read { db in try db.value("SELECT 1") } } == "1")
            try pool.close()
            #expect(await Self.outcome { try await pool.read { db in try db.value("SELECT 1") } } == "unavailable")
        }
    }

    @Test func connectionsAreBounded() async throws {
        try await Engine.postgres.withDatabase { location in
            guard case .postgres(let url) = location else { return }
            let pool = PostgresPool(url: url, limits: PoolLimits(connections: 3, waiting: 1000, waitSeconds: 60))
            let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            let most = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...60 { group.addTask { try await pool.read { db in try db.value(sql) ?? 0 } } }
                return try await group.reduce(0, max)
            }
            #expect((1...3).contains(most))
            try pool.close()
        }
    }

    @Test func aLostTransactionIsDoneAgain() async throws {
        try await Engine.postgres.withDatabase { location in
            guard case .postgres(let url) = location else { return }
            let pool = PostgresPool(url: url, limits: PoolLimits(connections: 2))
            try await pool.write { db in try db.script("CREATE TABLE notes (text TEXT)") }
            let attempts = Attempts()
            try await pool.write { db in
                try db.execute("INSERT INTO notes (text) VALUES (?)", [.text("once")])
                if attempts.next() == 1 { try db.script("SELECT pg_terminate_backend(pg_backend_pid())") }
            }
            #expect(attempts.count == 2)
            #expect(try await pool.read { db in try db.value("SELECT count(*) FROM notes") } == 1)
            try pool.close()
        }
    }

    @Test func valuesAreNeverStatements() async throws {
        try await TestDesk.run(on: .postgres) { desk async throws in
            for text in ["'; DROP TABLE tickets; --", "$1 ? ?", "\\'", "%s\"", "{a,\"b\"}", "':* & !x"] {
                let reply = try await desk.post("/tickets", ["title": .string(text), "tags": [.string(text)]])
                #expect(reply.json["title"]?.string == text)
                let id = try #require(reply.json["id"]?.integer)
                for parameter in ["query", "tag"] {
                    #expect(try await desk.get("/tickets?\(parameter)=\(text.percentEncoded)").ids.contains(id), "\(text)")
                }
                #expect(try await desk.get("/users?team=\(text.percentEncoded)").items.isEmpty)
            }
            for uri in ["/tickets?tag=a%00b", "/users?team=%00", "/tickets?query=%00"] { #expect(try await desk.get(uri).status == 400) }
        }
    }

    @Test func severalServersMigrateOnce() async throws {
        try await Engine.postgres.withDatabase { location in
            let stores = try await withThrowingTaskGroup(of: SQLTicketStore.self) { group in
                for _ in 1...4 { group.addTask { try await SQLTicketStore.open(location) } }
                return try await group.reduce(into: [SQLTicketStore]()) { $0.append($1) }
            }
            #expect(try await stores[3].workflow().statuses.count == 5)
            for store in stores { try store.close() }
        }
    }

    @Test(arguments: [
        ("postgres://bob:secret@db.example:5432/desk?sslmode=require", "postgres://db.example:5432/desk"),
        ("postgresql:///desk?password=secret", "postgres:///desk"), ("postgres://a:p@ss@h/d", "postgres://h/d"),
        ("/tmp/a.sqlite", "/tmp/a.sqlite"),
    ])
    func passwordsAreNotPrinted(_ text: String, _ shown: String) {
        #expect("\(DatabaseLocation(text))" == shown)
    }

    private static func outcome(_ body: () async throws -> Int?) async -> String {
        do {
            return try await body().map(String.init) ?? "nothing"
        } catch let problem as Problem {
            return problem.code
        } catch is CancellationError {
            return "cancelled"
        } catch is DatabaseUnavailable {
            return "unavailable"
        } catch {
            return "\(error)"
        }
    }
}
