internal import MCPCore

/// One row of a list of people, companies or masters, beside its line.
protocol DirectoryRow: Sendable {
    /// What the rows are called: `users`.
    static var noun: String { get }
    /// Whether the API gives them in pages. Otherwise the list is there as a whole, and cut where it is too long.
    static var isPaged: Bool { get }
    static var schema: OutputSchema<Self> { get }
    /// Above the columns of comma-separated values.
    static var columns: [String] { get }
    var line: String { get }
    /// As many as there are columns.
    var cells: [String] { get }
}

/// What the tools give back that list people, companies or masters.
struct DirectoryOutput<Row: DirectoryRow>: StructuredOutput {
    private let rows: [Row]
    private let page: PageInfo
    private let truncation: Truncation?
    private let notes: [String]
    private let format: TextFormat

    /// A page of a list that the API pages.
    init(_ rows: [Row], _ page: PageInfo, _ notes: [String], format: TextFormat? = nil) {
        self.rows = rows
        self.page = page
        self.notes = notes
        self.format = format ?? .markdown
        truncation = nil
    }

    /// A list that is there as a whole.
    init(whole rows: [Row], limit: Int, format: TextFormat? = nil) {
        notes = []
        self.format = format ?? .markdown
        self.rows = Array(rows.prefix(limit))
        page = PageInfo(returned: min(rows.count, limit), total: rows.count)
        truncation = rows.count > limit ? Truncation(path: "items", kept: limit, fullLength: rows.count) : nil
    }

    var text: String {
        if format == .json { return Self.schema.encode(self).text }
        guard !rows.isEmpty else {
            return (page.hasMore ? "None on this page.\n" + page.continuation() : "No \(Row.noun) fit.") + notes.lines
        }
        var tail = page.continuation()
        if let truncation {
            tail =
                "Cut: \(truncation.kept) of \(truncation.fullLength) \(Row.noun) are shown. Narrow the list with query or another filter."
        }
        let list = format == .csv ? csv : rows.map(\.line).joined(separator: "\n")
        return "\(page.count(of: Row.noun)):\n" + TextBoundary.wrap(list) + "\n" + tail + notes.lines
    }

    private var csv: String { ([Row.columns] + rows.map(\.cells)).map { CSVText.row($0) }.joined().replacingLineEnds }

    static var schema: OutputSchema<DirectoryOutput> {
        let items = field("items", { (output: DirectoryOutput) in output.rows }, .array(of: Row.schema))
        let notes = field(
            "notes", ifPresent: { (output: DirectoryOutput) in output.notes.isEmpty ? nil : output.notes }, .array(of: .string))
        if Row.isPaged { return .object(items, field("page", { $0.page }, PageInfo.schema), notes) }
        return .object(
            items, field("page", { $0.page }, PageInfo.schema.loose),
            field("truncated", ifPresent: { $0.truncation.map { [$0] } }, .array(of: Truncation.schema)))
    }
}
