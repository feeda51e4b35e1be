/// The secret that seals what clients carry from one round of a request to the next (`requestState`, 2026-07-28, multi round-trip
/// requests).
///
/// Servers that share the work of one address share the keys; a server of its own can take a ``random()`` one. Whatever prints a key
/// prints `<redacted>`. Use no secret that seals something else too, other than `LetterKey` of MCPRedis, which makes keys of its own from it.
public struct RequestStateKey: Sendable {
    /// The least number of bytes of a secret: as many as the codes have that it makes (RFC 2104, section 3).
    public static let minimumSize = SHA256.size

    let hmac: HMACSHA256

    /// - Precondition: `secret` has at least ``minimumSize`` bytes, from a secure generator.
    public init(_ secret: [UInt8]) {
        precondition(secret.count >= Self.minimumSize, "a key needs at least \(Self.minimumSize) bytes of secret")
        hmac = HMACSHA256(key: secret)
    }

    /// A key that nobody else has: what it sealed ends with the process.
    public static func random() -> RequestStateKey {
        RequestStateKey(RandomBytes.make(minimumSize))
    }
}

extension RequestStateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
