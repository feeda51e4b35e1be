internal import Foundation

@testable internal import TicketAPI

extension PostgresPool {
    /// Runs a statement in a transaction, says so, and rolls it back when `release` has ended. Throws a CancellationError then.
    func hold(_ sql: String, _ held: AsyncStream<Void>.Continuation, _ release: AsyncStream<Void>) async throws {
        let released = DispatchSemaphore(value: 0)
        let watch = Task {
            for await _ in release {}
            released.signal()
        }
        defer { watch.cancel() }
        try await write { db in
            try db.script(sql)
            held.yield()
            // The thread of a connection may block.
            released.wait()
            throw CancellationError()
        }
    }
}
