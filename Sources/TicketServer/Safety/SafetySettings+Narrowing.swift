internal import MCPCore

extension SafetySettings {
    /// Both hold: what either switches off is off, and of two confirmation policies the stricter counts.
    public func narrowed(by own: SafetySettings) -> SafetySettings {
        var result = self
        result.restrictions.isReadOnly = restrictions.isReadOnly || own.restrictions.isReadOnly
        result.restrictions.toolsets = own.restrictions.toolsets
        result.restrictions.selected = Self.common(restrictions.selected, own.restrictions.selected)
        result.restrictions.allowed = Self.common(restrictions.allowed, own.restrictions.allowed)
        result.restrictions.denied = restrictions.denied.union(own.restrictions.denied)
        let order = ConfirmationPolicy.Scope.allCases
        let isOwnStricter = (order.firstIndex(of: own.confirmation.scope) ?? 0) > (order.firstIndex(of: confirmation.scope) ?? 0)
        result.confirmation.scope = isOwnStricter ? own.confirmation.scope : confirmation.scope
        // Nobody had a say in it where nothing was to be confirmed.
        let fallbacks = [self, own].filter { $0.confirmation.scope != .never }.map(\.confirmation.fallback)
        result.confirmation.fallback = fallbacks.isEmpty || fallbacks.contains(.refuse) ? .refuse : .allow
        result.scopes = scopes.merging(own.scopes) { $0.union($1) }
        return result
    }

    private static func common(_ first: Set<String>?, _ second: Set<String>?) -> Set<String>? {
        guard let first else { return second }
        return second.map(first.intersection) ?? first
    }
}
