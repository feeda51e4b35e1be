public import MCPCore
internal import TicketTools

extension SafetySettings {
    /// Who may watch the changes of all tickets, of those who may call tools: who may read every ticket with them.
    ///
    /// Nobody where the ticket API is called as each caller: it decides who sees which ticket, and of events it does not know who watches.
    /// Nobody where the tool that shows a ticket is switched off.
    public func mayWatch(_ upstream: UpstreamSettings) -> @Sendable (Principal) -> Bool {
        let tool = ToolDefinition(
            name: "get_ticket_detail", inputSchema: RawJSON([:]), annotations: ToolAnnotations(readOnly: true, openWorld: false))
        guard upstream.mode == .static, restrictions.offers(tool) else { return { _ in false } }
        let policy = TicketScope.policy(overrides: scopes)
        return { policy.grants(tool, to: $0) }
    }

    /// Who may see what others watch: only who was told so by name.
    public static func mayAdminister(_ principal: Principal) -> Bool {
        !principal.scopes.isDisjoint(with: ["admin", TicketScope.admin.rawValue])
    }
}
