/// A dated revision of the Model Context Protocol.
///
/// Revisions are names, not numbers: what differs between them is told by the codecs alone.
public struct ProtocolRevision: Sendable, Hashable, CustomStringConvertible {
    /// How a revision opens a conversation.
    public enum Era: Sendable, Hashable {
        /// `initialize` negotiates once for a session.
        case legacy
        /// Every request states its revision; there are no sessions.
        case modern
    }

    public let name: String
    public let era: Era

    private init(_ name: String, _ era: Era) {
        self.name = name
        self.era = era
    }

    public static let v2024_11_05 = ProtocolRevision("2024-11-05", .legacy)
    public static let v2025_03_26 = ProtocolRevision("2025-03-26", .legacy)
    public static let v2025_06_18 = ProtocolRevision("2025-06-18", .legacy)
    public static let v2025_11_25 = ProtocolRevision("2025-11-25", .legacy)
    public static let v2026_07_28 = ProtocolRevision("2026-07-28", .modern)

    /// Every revision that is served, newest first.
    public static let all: [ProtocolRevision] = [.v2026_07_28, .v2025_11_25, .v2025_06_18, .v2025_03_26, .v2024_11_05]

    /// Those whose HTTP transport is HTTP+SSE.
    public static let overHTTPAndSSE: [ProtocolRevision] = [.v2024_11_05]

    /// - Returns: nil for a revision that is not served.
    public init?(named name: String) {
        guard let known = Self.all.first(where: { $0.name == name }) else { return nil }
        self = known
    }

    public var description: String { name }
}
