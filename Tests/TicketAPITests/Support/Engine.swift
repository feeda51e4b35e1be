internal import Foundation
internal import Testing

@testable internal import TicketAPI

/// A kind of database that a test runs on.
enum Engine: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case sqlite, postgres

    var testDescription: String { rawValue }

    /// Runs `body` with an empty database that is gone afterwards.
    func withDatabase<Value: Sendable>(_ body: @Sendable (DatabaseLocation) async throws -> Value) async throws -> Value {
        switch self {
        case .sqlite:
            let directory = try TemporaryDirectory()
            return try await body(.sqlite(path: directory.path("tickets.sqlite")))
        case .postgres:
            let server = try await PostgresServer.shared.value
            return try await server.withDatabase(body)
        }
    }

    /// Runs `body` with a store over such a database.
    func withStore<Value: Sendable>(
        limits: PoolLimits = PoolLimits(connections: 4, waitSeconds: 60), _ body: @Sendable (SQLTicketStore) async throws -> Value
    ) async throws -> Value {
        try await withDatabase { location in
            let store = try await SQLTicketStore.open(location, limits: limits)
            do {
                let value = try await body(store)
                try store.close()
                return value
            } catch {
                try store.close()
                throw error
            }
        }
    }
}
