/// Adds up what the instances of a server let their callers do, so that a limit holds for all of them together.
///
/// Nobody waits for it: each instance counts by itself, and evens out with the others now and then. Safe to use from any thread.
public protocol UsageLedger: Sendable {
    /// Tells what was spent here since the last time, by caller.
    /// - Returns: what others have spent since then, of those callers. Nothing of the time before a caller was first told of here.
    func exchange(_ spent: [String: Int]) async throws(UsageLedgerError) -> [String: Int]
}

/// Why a ledger cannot be evened out just now. Each instance goes on by what it knows.
public struct UsageLedgerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// For the operator.
    public let message: String

    public init(_ message: String) { self.message = message }

    public var description: String { message }
}
