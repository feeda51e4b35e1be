internal import BenchmarkSupport

/// A running `ticket-api`, asked over one connection that stays open.
final class Desk {
    private let server: Child
    private let socket: Connection

    /// Fills the database when it is empty, which takes minutes, and serves it.
    init?(_ program: String, database: String, tickets: Int) {
        let command = [
            program, "serve", "--announce", "--log-level", "critical", "--database", database, "--seed-if-empty", "\(tickets)",
        ]
        guard let server = Child(command) else { return nil }
        // {"url":"http://127.0.0.1:PORT","pid":N}
        let digits = server.firstLine().drop { !$0.isNumber }.drop { $0 != ":" }.dropFirst().prefix { $0.isNumber }
        guard let port = UInt16(digits), let socket = Connection(port: port) else { return nil }
        self.server = server
        self.socket = socket
    }

    struct Answer {
        let milliseconds: Double
        let body: String

        /// Of the next page.
        var cursor: String? {
            guard let start = body.firstRange(of: "\"next_cursor\":\"")?.upperBound else { return nil }
            return String(body[start...].prefix { $0 != "\"" })
        }
    }

    func get(_ path: String) -> Answer {
        let begin = ContinuousClock.now
        let response = socket.exchange("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        let time = begin.duration(to: .now) / .milliseconds(1)
        precondition(response.status == 200, "\(path): \(response.body)")
        return Answer(milliseconds: time, body: response.body)
    }
}
