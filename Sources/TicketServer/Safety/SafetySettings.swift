public import MCPCore
internal import TicketTools

/// What is switched off, who may do what, and what a person has to agree to.
public struct SafetySettings: Sendable, Hashable {
    public var restrictions = ToolRestrictions()
    public var confirmation = ConfirmationPolicy(.never)
    /// Scopes that single tools take instead of the usual ones.
    public var scopes: [String: Set<String>] = [:]

    public init() {}

    public init(_ reader: SettingsReader) throws(SettingError) {
        try self.init(
            isReadOnly: reader.flag("MCP_READ_ONLY"), toolsets: reader.text("MCP_TOOLSETS").map(Self.list),
            allowed: reader.text("MCP_ALLOW_TOOLS").map(Self.list), denied: reader.text("MCP_DENY_TOOLS").map(Self.list) ?? [],
            confirm: reader.text("MCP_CONFIRM"), fallback: reader.text("MCP_CONFIRM_FALLBACK"),
            scopes: reader.text("MCP_TOOL_SCOPES").map(Self.list) ?? [])
    }

    /// - Parameters:
    ///   - toolsets: names of ``TicketToolBox/toolsets``; nil for all but ``TicketToolBox/reports``.
    ///   - scopes: `tool=scope`; a tool may stand several times.
    /// - Throws: for a tool, toolset or policy that does not exist: a misspelt one must not switch off nothing.
    public init(
        isReadOnly: Bool, toolsets: [String]?, allowed: [String]?, denied: [String], confirm: String?, fallback: String?, scopes: [String]
    ) throws(SettingError) {
        let known = TicketToolBox.toolsets
        let tools = known.values.reduce(Set<String>()) { $0.union($1) }
        for name in toolsets ?? [] where known[name] == nil {
            throw SettingError("\"\(name)\" is no toolset; there are \(known.keys.sorted().joined(separator: ", "))")
        }
        for name in (allowed ?? []) + denied where !tools.contains(name) { throw Self.unknown(name, tools) }
        restrictions = ToolRestrictions(
            isReadOnly: isReadOnly, toolsets: known, selected: toolsets.map(Set.init), allowed: allowed.map(Set.init),
            denied: Set(denied))
        confirmation = ConfirmationPolicy(
            try Self.choice("MCP_CONFIRM", confirm) ?? .never, fallback: try Self.choice("MCP_CONFIRM_FALLBACK", fallback) ?? .refuse)
        for entry in scopes {
            let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[1].isEmpty, parts[1].utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
                throw SettingError("MCP_TOOL_SCOPES must be like update_ticket=tickets:admin, not \"\(entry)\"")
            }
            guard tools.contains(String(parts[0])) else { throw Self.unknown(String(parts[0]), tools) }
            self.scopes[String(parts[0]), default: []].insert(String(parts[1]))
        }
    }

    /// What stands around every call, the outermost first.
    ///
    /// - Parameter isReachedByOthers: callers have scopes, and requests have headers that narrow what they may do. A process that its user
    ///   started knows neither, and pays for neither.
    func middleware(audit: AuditTrail?, isReachedByOthers: Bool) -> [any MCPMiddleware] {
        var chain: [any MCPMiddleware] = []
        if let audit { chain.append(audit) }
        var policies: [any ToolPolicy] = []
        var restrictions = restrictions
        restrictions.heedsRequests = isReachedByOthers
        if isReachedByOthers || restrictions.restricts { policies.append(restrictions) }
        if isReachedByOthers { policies.append(TicketScope.policy(overrides: scopes)) }
        if !policies.isEmpty { chain += [ToolGuard(policies), ReadingGuard(policies)] as [any MCPMiddleware] }
        if confirmation.scope != .never { chain.append(ConfirmationGate(confirmation)) }
        return chain
    }

    static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ text: String?
    ) throws(SettingError) -> Choice? where Choice.RawValue == String {
        guard let text else { return nil }
        guard let choice = Choice(rawValue: text.lowercased()) else {
            throw SettingError("\(name) must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", ")), not \"\(text)\"")
        }
        return choice
    }

    private static func unknown(_ name: String, _ tools: Set<String>) -> SettingError {
        SettingError("\"\(name)\" is no tool; there are \(tools.sorted().joined(separator: ", "))")
    }
}

extension ToolRestrictions {
    /// Something is switched off.
    fileprivate var restricts: Bool { isReadOnly || selected != nil || allowed != nil || !denied.isEmpty }
}
