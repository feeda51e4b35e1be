internal import MCPCore

/// What `get_ticket_statistics` gives back: numbers, and a picture of the weeks.
struct StatisticsOutput: StructuredOutput {
    let statistics: TicketStatistics
    let asOf: Moment
    let zone: ZoneOffset
    /// Whether all tickets that fit were counted.
    let isWhole: Bool
    /// How many fit, where the API says.
    let total: Int?
    let language: PromptLanguage

    var text: String {
        let parts = [
            ("status", statistics.byStatus), ("category", statistics.byCategory), ("assignee", statistics.byAssignee),
        ]
        // Names of categories and assignees are other people's.
        let names = parts.map { name, groups in (["by \(name):"] + groups.map { "  \($0.line)" }).joined(separator: "\n") }
        let weeks = statistics.byWeek.map { "  \($0.group.line), resolved in it: \($0.resolved)" }
        var head = "As of \(asOf.text); times in hours (median, 90 %). Weeks begin on Monday in \(zone)."
        if !isWhole {
            head +=
                " Counted are the newest \(statistics.overall.tickets)\(total.map { " of \($0)" } ?? "") only: "
                + "narrow the filter for exact numbers."
        }
        return "\(head)\n\(statistics.overall.line)\n\(TextBoundary.wrap(names.joined(separator: "\n")))\nby week:\n"
            + weeks.joined(separator: "\n")
    }

    var toolResult: ToolResult {
        let chart = WeekChart(weeks: statistics.byWeek, language: language).svg
        return ToolResult(
            [.text(text), Content(.image(base64: Base64Text.encode(Array(chart.utf8)), mimeType: "image/svg+xml"))],
            structuredContent: Self.schema.encode(self))
    }

    static let schema = OutputSchema<StatisticsOutput>.object(
        field("as_of", { $0.asOf.text }, .string), field("zone", { $0.zone.description }, .string),
        field("complete", { $0.isWhole }, .boolean), field("total", ifPresent: { $0.total }, .integer),
        field("overall", { $0.statistics.overall }, group),
        field("by_status", { $0.statistics.byStatus }, .array(of: group)),
        field("by_category", { $0.statistics.byCategory }, .array(of: group)),
        field("by_assignee", { $0.statistics.byAssignee }, .array(of: group)),
        field("by_week", { $0.statistics.byWeek }, .array(of: week)))

    private static let group = OutputSchema<TicketStatistics.Group>.object(
        field("key", { $0.key }, .string), field("tickets", { $0.tickets }, .integer), field("unfinished", { $0.unfinished }, .integer),
        field("age_hours", ifPresent: { $0.age }, spread), field("first_response_hours", ifPresent: { $0.firstResponse }, spread),
        field("resolution_hours", ifPresent: { $0.resolution }, spread))

    private static let week = OutputSchema<TicketStatistics.Week>.object(
        field("week", { $0.monday.text }, .string), field("resolved", { $0.resolved }, .integer), field("made", { $0.group }, group))

    private static let spread = OutputSchema<TicketStatistics.Spread>.object(
        field("count", { $0.count }, .integer), field("mean", { $0.mean }, .number), field("median", { $0.median }, .number),
        field("p90", { $0.p90 }, .number), field("max", { $0.max }, .number))
}

extension TicketStatistics.Group {
    fileprivate var line: String {
        func part(_ name: String, _ spread: TicketStatistics.Spread?) -> String {
            spread.map { ", \(name) \($0.median)/\($0.p90)" } ?? ""
        }
        return "\(key.oneLine(200)): \(tickets) tickets, \(unfinished) unfinished" + part("age", age)
            + part("first response", firstResponse) + part("resolution", resolution)
    }
}
