/// Which tools a caller may use, and on what terms. See ``ToolGuard``.
public protocol ToolPolicy: Sendable {
    /// Decides on one tool for one request: for each tool of a list, and again for each call. Never suspends, so that it costs little.
    func access(to tool: ToolDefinition, for context: RequestContext) -> ToolAccess
}

/// What a policy says of one tool.
public enum ToolAccess: Sendable, Hashable {
    case allowed
    /// Nobody may call it here and now. The text, one sentence, is for the model.
    case withheld(String)
    /// The caller has to be granted these scopes first.
    case needsScopes(Set<String>)
}

extension ToolAccess {
    /// Both have to let the caller through. What is withheld asks for no scopes, since none would help.
    func and(_ other: ToolAccess) -> ToolAccess {
        switch (self, other) {
        case (.withheld, _), (_, .allowed): self
        case (_, .withheld), (.allowed, _): other
        case (.needsScopes(let own), .needsScopes(let more)): .needsScopes(own.union(more))
        }
    }
}

extension ToolDefinition {
    /// The tool says that it changes nothing. One that says nothing may change everything (specification, tool annotations).
    public var isReadOnly: Bool { annotations?.readOnly == true }

    /// The tool may overwrite or remove what is there; so may one that says nothing.
    public var isDestructive: Bool { !isReadOnly && annotations?.destructive != false }
}
