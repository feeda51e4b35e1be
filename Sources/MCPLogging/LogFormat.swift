/// How a line of a log is written.
public enum LogFormat: String, Sendable, Hashable, CaseIterable {
    /// `2026-01-01T10:00:00.000Z info ticket-mcp: listening addresses=127.0.0.1:8080`
    case text
    /// One JSON object, with the field names that Cloud Logging gives a meaning to: `severity`, `message`, `time`.
    case json
}
