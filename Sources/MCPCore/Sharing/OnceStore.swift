/// Remembers names for a while, in common for all instances of a server, so that what is named so is done once, whichever of them it comes to.
///
/// Safe to use from any thread.
public protocol OnceStore: Sendable {
    /// Takes a name, unless somebody has it already.
    /// - Parameter expiry: since 1970: until then it is remembered, at least.
    /// - Returns: false for a name that was taken before.
    /// - Throws: where that is not known just now, or no further name can be remembered.
    func claim(_ name: String, until expiry: Duration) async throws(OnceStoreError) -> Bool
}

/// Why a store does not say whether something is new.
public struct OnceStoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// For the operator.
    public let message: String

    public init(_ message: String) { self.message = message }

    public var description: String { message }
}
