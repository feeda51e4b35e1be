internal import MCPCore

/// What clients can read without calling a tool: tickets, what the desk is set up with, finished exports, and the board's page.
///
/// Texts that people wrote stand in the marks of ``TextBoundary``, as in the answers of the tools. Exports are files, and hold them as
/// they are.
struct TicketResources: Sendable {
    static let ticketURI = "ticket://{number}"
    static let historyURI = "ticket://{number}/history"

    let desk: Desk
    /// Nil where nothing can be exported.
    let exports: ExportStore?

    func box() -> ResourceBox {
        var templates = [ticket, history]
        if let exports { templates.append(exports.template(of: desk)) }
        return ResourceBox([statuses, categories, channels, TicketBoard.resource], templates: templates)
    }

    private var ticket: ResourceTemplate {
        ResourceTemplate(
            Self.ticketURI, name: "ticket", title: "Ticket", description: "One ticket: fields, description, next statuses.",
            mimeType: "text/plain", complete: TicketCompletion(desk: desk).numbers
        ) { [desk] context in
            .text(
                try await APIError.told(context.uri) { () async throws(APIError) in
                    let request = DetailRequest(try .of(context["number"]), parts: [.description, .allowedTransitions])
                    return try await desk.detail(request, as: context.principal).text
                })
        }
    }

    private var history: ResourceTemplate {
        ResourceTemplate(
            Self.historyURI, name: "ticket_history", title: "Ticket history",
            description: "The latest 100 entries of a ticket's history, newest first.", mimeType: "text/plain",
            complete: TicketCompletion(desk: desk).numbers
        ) { [desk] context in
            .text(
                try await APIError.told(context.uri) { () async throws(APIError) in
                    try await desk.historyText(try .of(context["number"]), as: context.principal)
                })
        }
    }

    private var statuses: Resource {
        meta("statuses", "Statuses", "Ticket statuses, and which may follow which.") { desk, principal throws(APIError) in
            try await desk.masters.statuses(for: principal)
        }
    }

    private var categories: Resource {
        meta("categories", "Categories", "Ticket categories in use, with their second level.") { desk, principal throws(APIError) in
            let details = Dictionary(grouping: try await desk.masters.categoryDetails(for: principal).filter(\.active), by: \.categoryID)
            return try await desk.masters.categories(for: principal).filter(\.active).map {
                CategoryRow(category: $0, details: details[$0.id] ?? [])
            }
        }
    }

    private var channels: Resource {
        meta("channels", "Channels", "The ways in which requests come in.") { desk, principal throws(APIError) in
            try await desk.masters.requestChannels(for: principal)
        }
    }

    private func meta<Row: DirectoryRow>(
        _ name: String, _ title: String, _ description: String,
        _ rows: @escaping @Sendable (Desk, Principal) async throws(APIError) -> [Row]
    ) -> Resource {
        Resource(
            "ticket-meta://\(name)", name: name, title: title, description: description, mimeType: "text/plain"
        ) { [desk] context in
            .text(
                try await APIError.told(context.uri) { () async throws(APIError) in
                    DirectoryOutput(whole: try await rows(desk, context.principal), limit: desk.configuration.limits.listedMasters).text
                })
        }
    }
}

extension TicketReference {
    /// A ticket as a URI or a prompt names it.
    static func of(_ text: String) throws(APIError) -> TicketReference {
        do throws(SchemaIssues) {
            return try Schema<TicketReference>.ticket.decode(.string(text))
        } catch {
            throw APIError(.notFound, "No ticket has such a number.")
        }
    }
}

extension APIError {
    /// The same work, with errors that clients of resources are told.
    static func told<Value>(_ uri: String, _ work: () async throws(APIError) -> Value) async throws -> Value {
        do throws(APIError) {
            return try await work()
        } catch  where error.code == .notFound {
            throw MCPError.resourceNotFound(uri)
        } catch  where error.code == .cancelled && Task.isCancelled {
            throw CancellationError()
        } catch {
            throw ToolFailure(error.explanation)
        }
    }
}
