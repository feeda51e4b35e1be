@testable internal import TicketAPI

extension SQLTicketStore {
    /// How many moves are remembered.
    func moveCount() async throws -> Int {
        try await pool.read { db in try db.value("SELECT count(*) FROM ticket_moves") ?? 0 }
    }
}
