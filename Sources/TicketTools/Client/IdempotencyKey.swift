public import MCPCore

/// Names one change, so that it is made once however often it is asked for.
///
/// What is sent is a digest of the name, of who asks and of what for: callers that share one key for the API never meet, and no name of
/// theirs gets into a header.
public struct IdempotencyKey: Sendable, Hashable {
    /// As the caller knows it.
    public let name: String
    let header: String
    /// A caller gave it, and may come back with it.
    let isCallers: Bool

    /// - Parameters:
    ///   - name: nil for one of our own, 128 random bits.
    ///   - purpose: the tool; the same name for another is another key.
    public init(_ name: String?, for principal: Principal, _ purpose: String) {
        isCallers = name != nil
        let name = name ?? RandomBytes.make(16).hexadecimal
        self.name = name
        let parts = [principal.id, purpose, name].map { "\($0.utf8.count):\($0)" }.joined()
        header = SHA256.digest(of: Array(parts.utf8)).hexadecimal
    }
}
