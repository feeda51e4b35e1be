internal import Crypto

/// The secret under which lies in Redis what instances write to one another: messages of clients, with who sent them, and answers to tasks.
///
/// Instances that share a Redis share the keys. The same secret may be a `RequestStateKey` of MCPCore, since each makes something else of
/// it; let nothing else use it. Whatever prints a key prints `<redacted>`.
public struct LetterKey: Sendable {
    /// The least number of bytes of a secret: as many as the keys have that are made of it.
    public static let minimumSize = 32

    let secret: SymmetricKey

    /// - Precondition: `secret` has at least ``minimumSize`` bytes, from a secure generator.
    public init(_ secret: [UInt8]) {
        precondition(secret.count >= Self.minimumSize, "a key needs at least \(Self.minimumSize) bytes of secret")
        self.secret = SymmetricKey(data: secret)
    }
}

extension LetterKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
