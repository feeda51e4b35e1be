internal import MCPCore

/// How exported tickets are written.
enum ExportFormat: String, Sendable, CaseIterable {
    /// RFC 4180; see ``CSVText``.
    case csv
    /// One object a line, as `get_ticket_list` has them.
    case jsonl

    var mimeType: String {
        switch self {
        case .csv: "text/csv"
        case .jsonl: "application/jsonl"
        }
    }

    func head(withDescription: Bool) -> String {
        switch self {
        case .csv: CSVText.row(Self.columns + (withDescription ? ["description"] : []))
        case .jsonl: ""
        }
    }

    func row(_ ticket: TicketSummary, withDescription: Bool) -> String {
        switch self {
        case .csv: CSVText.row(Self.cells(ticket) + (withDescription ? [ticket.description ?? ""] : []))
        case .jsonl: TicketCard.schema.encode(TicketCard(ticket, description: withDescription ? ticket.description : nil)).text + "\n"
        }
    }

    private static let columns = [
        "number", "title", "status", "priority", "category", "category_detail", "request_channel", "account", "requester",
        "requester_contact", "assignee", "tags", "due_at", "created_at", "updated_at", "version",
    ]

    private static func cells(_ ticket: TicketSummary) -> [String] {
        [
            ticket.number, ticket.title, ticket.status, ticket.priority, ticket.category?.name ?? "", ticket.categoryDetail?.name ?? "",
            ticket.requestChannel ?? "", ticket.account?.name ?? "", ticket.requester?.name ?? "", ticket.requester?.contact ?? "",
            ticket.assignee?.name ?? "", ticket.tags.joined(separator: ", "), ticket.dueAt ?? "", ticket.createdAt, ticket.updatedAt,
            String(ticket.version),
        ]
    }
}
