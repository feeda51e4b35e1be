/// Says which scopes a tool takes: one for tools that only read, one for those that change something, and others by name.
public struct ScopePolicy: ToolPolicy {
    private let read: Set<String>
    private let write: Set<String>
    private let overrides: [String: Set<String>]
    private let implied: [String: Set<String>]
    private let applies: @Sendable (Principal) -> Bool

    /// - Parameters:
    ///   - read: what tools take that say they only read.
    ///   - write: what all others take.
    ///   - overrides: what single tools take instead; an empty set for nothing.
    ///   - implied: scopes that come with another, such as reading with writing.
    ///   - applies: who is held to scopes. Whoever it says no to may do everything, so it must say yes to all who came with a token.
    public init(
        read: Set<String>, write: Set<String>, overrides: [String: Set<String>] = [:], implied: [String: Set<String>] = [:],
        applies: @escaping @Sendable (Principal) -> Bool = { _ in true }
    ) {
        self.read = read
        self.write = write
        self.overrides = overrides
        self.implied = implied
        self.applies = applies
    }

    public func access(to tool: ToolDefinition, for context: RequestContext) -> ToolAccess {
        let missing = missing(for: tool, context.principal)
        return missing.isEmpty ? .allowed : .needsScopes(missing)
    }

    /// Whether somebody has what a tool takes, for what shows the same as the tool.
    public func grants(_ tool: ToolDefinition, to principal: Principal) -> Bool { missing(for: tool, principal).isEmpty }

    private func missing(for tool: ToolDefinition, _ principal: Principal) -> Set<String> {
        guard applies(principal) else { return [] }
        return (overrides[tool.name] ?? (tool.isReadOnly ? read : write)).subtracting(granted(principal.scopes))
    }

    /// With all that comes with them.
    private func granted(_ scopes: Set<String>) -> Set<String> {
        var granted = scopes
        var fresh = scopes
        while !fresh.isEmpty {
            let implied = fresh.reduce(into: Set<String>()) { $0.formUnion(self.implied[$1] ?? []) }
            fresh = implied.subtracting(granted)
            granted.formUnion(fresh)
        }
        return granted
    }
}
