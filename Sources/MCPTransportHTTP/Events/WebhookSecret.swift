internal import MCPCore

/// What whoever posts events to us signs them with. Two may be valid at a time, so that one can be replaced without a gap.
public struct WebhookSecret: Sendable {
    /// The least number of bytes, as many as the codes have that are made with it (RFC 2104, section 3).
    public static let minimumSize = 32

    let hmac: HMACSHA256

    /// - Precondition: `secret` has at least ``minimumSize`` bytes.
    public init(_ secret: [UInt8]) {
        precondition(secret.count >= Self.minimumSize, "a webhook needs a secret of at least \(Self.minimumSize) bytes")
        hmac = HMACSHA256(key: secret)
    }

    /// One that nobody knows: nothing that is posted is let in.
    public static func random() -> WebhookSecret { WebhookSecret(RandomBytes.make(minimumSize)) }
}

extension WebhookSecret: CustomStringConvertible, CustomReflectable {
    public var description: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
