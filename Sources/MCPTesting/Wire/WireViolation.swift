public import MCPCore

/// A message of a server that is not what its revision lets a server say.
public struct WireViolation: Sendable, Hashable, CustomStringConvertible {
    /// The message as it was sent; of a long one, its beginning.
    public let message: String
    /// The revision that it was measured by.
    public let revision: ProtocolRevision
    /// For each fault the definition, the place in the message as a JSON Pointer (RFC 6901), and what is wrong there.
    public let reasons: [String]

    init(_ message: JSON, _ revision: ProtocolRevision, _ reasons: [String]) {
        self.init(message.text, revision, reasons)
    }

    init(_ text: String, _ revision: ProtocolRevision, _ reasons: [String]) {
        message = text.count > 2_000 ? text.prefix(2_000) + "…" : text
        self.revision = revision
        self.reasons = reasons
    }

    public var description: String {
        "Not \(revision):\n" + reasons.map { "- \($0)\n" }.joined() + message
    }
}
