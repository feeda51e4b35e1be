internal import CPostgres

/// A thread's own place for a connection, which it opens when it is needed and replaces when it is lost.
final class PostgresLease {
    private let url: String
    private var connection: PostgresConnection?
    private var lastUse = ContinuousClock.now

    /// A connection that was idle for longer is asked for a sign of life before it is trusted.
    private static let trust = Duration.seconds(30)

    init(url: String) {
        self.url = url
    }

    /// Runs `body` between `begin` and COMMIT.
    ///
    /// It is run again, a few times, when the server asks for that, and when the connection was lost before COMMIT was sent, since then
    /// nothing has happened. A connection lost at COMMIT is an error: nobody can tell whether it happened.
    /// - Parameter isRead: nothing is written, and nobody need wait for the end.
    func transact<Value>(
        _ begin: String, isRead: Bool, _ body: (any SQLConnection) throws -> Value
    ) throws -> Value {
        var attempt = 0
        while true {
            attempt += 1
            var isCommitting = false
            do {
                let connection = try current()
                try connection.begin(begin)
                let value = try body(connection)
                isCommitting = true
                try connection.commit(waits: !isRead)
                lastUse = .now
                return value
            } catch {
                let isAgain = try recover(from: error, isCommitting: isCommitting)
                guard isAgain, attempt < 3 else { throw Self.outcome(error) }
            }
        }
    }

    /// Whether the work may be done again.
    private func recover(from error: any Error, isCommitting: Bool) throws -> Bool {
        guard let connection else { return false }
        if connection.isLost {
            self.connection = nil
            return !isCommitting
        }
        do {
            try connection.rollback()
        } catch is SQLError {
            self.connection = nil
        }
        guard case .refused(let state, _) = error as? SQLError else { return false }
        return Self.repeatable.contains(state)
    }

    private func current() throws(SQLError) -> PostgresConnection {
        if let connection {
            let isTrusted = connection.isSettled && connection.isOpen
            if isTrusted, ContinuousClock.now - lastUse < Self.trust || Self.answers(connection) { return connection }
            self.connection = nil
        }
        let fresh = try PostgresConnection(url: url)
        connection = fresh
        return fresh
    }

    private static func answers(_ connection: PostgresConnection) -> Bool {
        do {
            try connection.script("SELECT 1")
            return true
        } catch {
            return false
        }
    }

    /// Serialization failure, deadlock, and a server that shuts this connection down.
    private static let repeatable: Set<String> = ["40001", "40P01", "57P01", "57P02", "57P03"]

    /// What the caller of the store is told.
    private static func outcome(_ error: any Error) -> any Error {
        switch error as? SQLError {
        case .refused("55P03", _), .refused("57014", _), .refused("53300", _): Problem.databaseBusy
        case .disconnected(let reason): DatabaseUnavailable(reason: reason)
        default: error
        }
    }
}

/// The database server does not answer.
struct DatabaseUnavailable: Error, CustomStringConvertible {
    let reason: String

    var description: String { "the database does not answer: \(reason)" }
}
