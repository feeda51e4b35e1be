internal import MCPCore

struct GetTicketStatistics: ReportTool {
    struct Input: Sendable {
        let filter: ReportFilter?
        let weeks: Int
    }

    static let name = "get_ticket_statistics"
    static let title: String? = "Ticket statistics"
    static let description =
        "Counts, ages, first-response and resolution times by status, category, assignee and week, with a chart of the weeks."

    static let input = Schema<Input>.object(
        optional("filter", "As in get_ticket_list.", ReportFilter.schema),
        defaulted("weeks", "The latest so many.", .integer(1...53), 12, as: 12),
        build: Input.init)

    let desk: Desk
    let time: any TimeSource

    func run(_ input: Input, _ context: ToolContext, _ progress: WorkProgress) async throws -> StatisticsOutput {
        let query = try await (input.filter ?? .none).tickets(sort: .createdAt, order: .desc).query(desk, context.principal)
        var pages = MeasuredPages(desk, query, as: context.principal)
        let limit = desk.configuration.limits.reportedTickets
        var tickets: [MeasuredTicket] = []
        var total: Int?
        var asOf: Moment?
        var hasMore = true
        while hasMore, tickets.count < limit, let page = try await pages.next(min(100, limit - tickets.count)) {
            tickets += page.items
            total = total ?? page.page.total
            asOf = asOf ?? page.asOf.flatMap { Moment($0) }
            hasMore = page.page.hasMore
            await progress.advance(to: tickets.count, of: total.map { min($0, limit) })
            if hasMore { try await context.continueAsTask("Measuring tickets") }
        }
        let now = asOf ?? Moment(milliseconds: WallClock.milliseconds)
        return StatisticsOutput(
            statistics: TicketStatistics(tickets, weeks: input.weeks, now: now, zone: desk.zone), asOf: now, zone: desk.zone,
            isWhole: !hasMore, total: total, language: desk.configuration.language ?? .english)
    }
}
