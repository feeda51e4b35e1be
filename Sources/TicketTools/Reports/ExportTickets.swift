internal import MCPCore

struct ExportTickets: ReportTool {
    struct Input: Sendable {
        let filter: ReportFilter?
        let format: ExportFormat
        let withDescription: Bool
        let withByteOrderMark: Bool
        let rows: Int
        let cursor: String?
    }

    static let name = "export_tickets"
    static let title: String? = "Export tickets"
    static let description =
        "Writes all tickets that fit to a CSV or JSON Lines file, by number, and links to it. The file is kept for some minutes."

    static let input = Schema<Input>.object(
        optional("filter", "As in get_ticket_list.", ReportFilter.schema),
        defaulted("format", .choice, .csv, as: "csv"),
        defaulted("include_description", .boolean, false, as: false),
        defaulted("bom", "Of CSV, for Excel.", .boolean, false, as: false),
        defaulted("max_rows", .integer(1...100_000), 10_000, as: 10_000),
        optional("cursor", "next_cursor; same filter.", .cursor),
        build: Input.init)

    let desk: Desk
    let store: ExportStore
    let time: any TimeSource

    func run(_ input: Input, _ context: ToolContext, _ progress: WorkProgress) async throws -> ExportOutput {
        let filter = (input.filter ?? .none).tickets(sort: .number, order: .asc, withDescription: input.withDescription)
        let query = try await filter.query(desk, context.principal)
        var pages = TicketPages(desk.client, query, from: input.cursor, as: context.principal, TicketSummary.init)
        // Descriptions are long: a page of few keeps one answer of the API within its bound.
        let pageSize = input.withDescription ? 20 : 100
        let limit = min(input.rows, store.limits.rows)
        var text = input.format == .csv && input.withByteOrderMark ? CSVText.byteOrderMark : ""
        text += input.format.head(withDescription: input.withDescription)
        var (rows, total, next) = (0, nil as Int?, nil as String?)
        var stop: ExportOutput.Stop?
        while stop == nil {
            let start = pages.cursor
            guard let page = try await pages.next(min(pageSize, limit - rows)) else { break }
            let part = page.items.map { input.format.row($0, withDescription: input.withDescription) }.joined()
            if text.utf8.count + part.utf8.count > store.limits.bytes {
                guard rows > 0 else {
                    throw ToolFailure("One page of tickets is over the limit of \(store.limits.bytes) bytes; leave the descriptions out.")
                }
                (stop, next) = (.bytes, start)
                break
            }
            text += part
            rows += page.items.count
            total = total ?? page.page.total
            await progress.advance(to: rows, of: total.map { min($0, limit) })
            if rows >= limit, page.page.hasMore { (stop, next) = (.rows, pages.cursor) }
            if stop == nil, page.page.hasMore { try await context.continueAsTask("Exporting tickets") }
        }
        try Task.checkCancellation()
        let export = try store.keep(text, input.format, for: desk.owner(context.principal))
        return ExportOutput(export: export, rows: rows, stop: stop, nextCursor: next, timeToLive: store.limits.timeToLive)
    }
}
