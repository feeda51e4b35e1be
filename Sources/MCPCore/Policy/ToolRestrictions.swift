/// Which tools a server offers at all: a read-only mode, groups of tools, lists of what is allowed and denied. All of them have to let a
/// tool through, so none widens another.
public struct ToolRestrictions: ToolPolicy, Hashable {
    /// Tools that change something are withheld.
    public var isReadOnly: Bool
    /// Tools by the name of their group.
    public var toolsets: [String: Set<String>]
    /// Groups that are offered; nil for all tools, also those in none.
    public var selected: Set<String>?
    /// Tools that are offered; nil for all.
    public var allowed: Set<String>?
    public var denied: Set<String>
    /// Whether requests may narrow this further, by what ``NarrowingHeaders`` found in them.
    public var heedsRequests: Bool

    public init(
        isReadOnly: Bool = false, toolsets: [String: Set<String>] = [:], selected: Set<String>? = nil, allowed: Set<String>? = nil,
        denied: Set<String> = [], heedsRequests: Bool = false
    ) {
        self.isReadOnly = isReadOnly
        self.toolsets = toolsets
        self.selected = selected
        self.allowed = allowed
        self.denied = denied
        self.heedsRequests = heedsRequests
    }

    public func access(to tool: ToolDefinition, for context: RequestContext) -> ToolAccess {
        if let reason = reason(against: tool) { return .withheld("it is switched off on this server (\(reason)).") }
        guard heedsRequests, let wish = NarrowingHeaders.wish(of: context.principal) else { return .allowed }
        guard let reason = narrowed(by: wish).reason(against: tool) else { return .allowed }
        return .withheld("this client's own settings switch it off (\(reason)).")
    }

    /// Whether a tool is offered at all, whoever asks.
    public func offers(_ tool: ToolDefinition) -> Bool { reason(against: tool) == nil }

    /// Nil where nothing is against it.
    private func reason(against tool: ToolDefinition) -> String? {
        if isReadOnly, !tool.isReadOnly { return "read-only mode" }
        if denied.contains(tool.name) { return "deny list" }
        if let allowed, !allowed.contains(tool.name) { return "allow list" }
        if let selected, !selected.contains(where: { toolsets[$0]?.contains(tool.name) == true }) { return "toolsets" }
        return nil
    }

    private func narrowed(by wish: NarrowingWish) -> ToolRestrictions {
        var own = ToolRestrictions(isReadOnly: wish.isReadOnly, toolsets: toolsets, denied: wish.denied)
        own.selected = wish.toolsets
        own.allowed = wish.allowed
        return own
    }
}
