public import MCPCore

/// Holds resources, prompts and completions to what the tools are held to: they show the same tickets, so whoever may not call the tool
/// that shows something may not read it another way.
///
/// Stands behind `ToolGuard`, with the same policies. What is withheld is left out of lists, and refused when it is asked for.
public struct ReadingGuard: MCPMiddleware {
    private let policies: [any ToolPolicy]

    /// - Parameter policies: all have to let a caller through.
    public init(_ policies: [any ToolPolicy]) {
        self.policies = policies
    }

    public func intercept(_ invocation: Invocation, _ context: RequestContext, next: Next) async throws(MCPError) -> Reply {
        switch invocation {
        case .readResource(let uri): try check(Self.tools(forResource: uri), context)
        case .getPrompt(let name, _): try check(Self.tools(forPrompt: name), context)
        case .complete(let request):
            switch request.reference {
            case .prompt(let name):
                try check(Self.tools(forPrompt: name) + (request.argument == "assignee" ? [GetUsers.name] : []), context)
            case .resource(let uri): try check(Self.tools(forResource: uri), context)
            }
        default: break
        }
        var reply = try await next(invocation, context)
        switch reply {
        case .resources(var page):
            page.elements.removeAll { !allows(Self.tools(forResource: $0.uri), context) }
            reply = .resources(page)
        case .resourceTemplates(var page):
            page.elements.removeAll { !allows(Self.tools(forResource: $0.uri), context) }
            reply = .resourceTemplates(page)
        case .prompts(var page):
            page.elements.removeAll { !allows(Self.tools(forPrompt: $0.name), context) }
            reply = .prompts(page)
        default: break
        }
        return reply
    }

    /// The tools that show what a prompt shows.
    private static func tools(forPrompt name: String) -> [String] {
        switch name {
        case "triage_ticket": [GetTicketDetail.name, GetCategories.name]
        case "draft_reply": [GetTicketDetail.name]
        default: [GetTicketList.name]
        }
    }

    /// The tools that show what is at a URI or template; none for what holds no data.
    private static func tools(forResource uri: String) -> [String] {
        if uri == TicketBoard.uri { return [] }
        if uri.hasPrefix(ExportStore.scheme) { return [ExportTickets.name] }
        switch uri {
        case "ticket-meta://statuses": return [GetStatuses.name]
        case "ticket-meta://categories": return [GetCategories.name, GetCategoryDetails.name]
        case "ticket-meta://channels": return [GetRequestChannels.name]
        default: return [GetTicketDetail.name]
        }
    }

    private func check(_ tools: [String], _ context: RequestContext) throws(MCPError) {
        for tool in tools {
            switch access(to: tool, context) {
            case .allowed: continue
            case .withheld(let reason): throw .invalidParams("This shows what \(tool) shows: \(reason)")
            case .needsScopes(let scopes): throw .insufficientScope(scopes.sorted(), for: tool)
            }
        }
    }

    private func allows(_ tools: [String], _ context: RequestContext) -> Bool {
        tools.allSatisfy { access(to: $0, context) == .allowed }
    }

    private func access(to tool: String, _ context: RequestContext) -> ToolAccess {
        guard let definition = Self.definitions[tool] else { return .allowed }
        return policies.reduce(ToolAccess.allowed) { access, policy in
            switch (access, policy.access(to: definition, for: context)) {
            case (.withheld, _), (_, .allowed): access
            case (_, let other): other
            }
        }
    }

    /// As policies know the tools: by name and by what they do.
    private static let definitions = Dictionary(
        uniqueKeysWithValues: [
            GetTicketDetail.name, GetTicketList.name, GetUsers.name, GetStatuses.name, GetCategories.name, GetCategoryDetails.name,
            GetRequestChannels.name, ExportTickets.name,
        ].map { name in
            (name, ToolDefinition(name: name, inputSchema: RawJSON([:]), annotations: ToolAnnotations(readOnly: true, openWorld: false)))
        })
}
