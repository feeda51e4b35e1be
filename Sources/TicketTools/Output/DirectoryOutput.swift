internal import MCPCore

/// One row of a list of people, companies or masters, beside its line.
protocol DirectoryRow: Sendable {
    /// What the rows are called: `users`.
    static var noun: String { get }
    /// Whether the API gives them in pages. Otherwise the list is there as a whole, and cut where it is too long.
    static var isPaged: Bool { get }
    static var schema: OutputSchema<Self> { get }
    var line: String { get }
}

/// What the tools give back that list people, companies or masters.
struct DirectoryOutput<Row: DirectoryRow>: StructuredOutput {
    private let rows: [Row]
    private let page: PageInfo
    private let truncation: Truncation?

    /// A page of a list that the API pages.
    init(_ rows: [Row], _ page: PageInfo) {
        self.rows = rows
        self.page = page
        truncation = nil
    }

    /// A list that is there as a whole.
    init(whole rows: [Row], limit: Int) {
        self.rows = Array(rows.prefix(limit))
        page = PageInfo(returned: min(rows.count, limit), total: rows.count)
        truncation = rows.count > limit ? Truncation(path: "items", kept: limit, fullLength: rows.count) : nil
    }

    var text: String {
        guard !rows.isEmpty else { return "No \(Row.noun) fit." }
        var tail = page.continuation()
        if let truncation {
            tail =
                "Cut: \(truncation.kept) of \(truncation.fullLength) \(Row.noun) are shown. Narrow the list with query or another filter."
        }
        return "\(page.count(of: Row.noun)):\n" + TextBoundary.wrap(rows.map(\.line).joined(separator: "\n")) + "\n" + tail
    }

    static var schema: OutputSchema<DirectoryOutput> {
        let items = field("items", { (output: DirectoryOutput) in output.rows }, .array(of: Row.schema))
        if Row.isPaged { return .object(items, field("page", { $0.page }, PageInfo.schema)) }
        return .object(
            items, field("page", { $0.page }, PageInfo.schema.loose),
            field("truncated", ifPresent: { $0.truncation.map { [$0] } }, .array(of: Truncation.schema)))
    }
}
