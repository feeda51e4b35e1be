public import MCPCore

/// What the servers of one organisation share, if there are several; and what stands in its place where there is one.
public struct SharedParts: Sendable {
    /// Nil for a memory.
    public var events: (any EventLog)?
    /// Nil for a memory.
    public var tasks: (any TaskStore)?
    /// Nil where sessions are one server's.
    public var sessions: (any SessionStore)?
    /// Nil for a memory.
    public var once: (any OnceStore)?
    /// Nil where each server holds callers to their rate by itself.
    public var usage: (any UsageLedger)?
    /// Seal what clients carry from round to round. Empty for a key that nobody else has.
    public var stateKeys: [RequestStateKey] = []

    public init() {}

    /// Makes the parts of one organisation.
    /// - Parameter tenant: nil where there is one organisation alone.
    public typealias Make = @Sendable (_ tenant: String?) -> SharedParts
}
