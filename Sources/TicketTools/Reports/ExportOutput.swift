internal import MCPCore

/// What `export_tickets` gives back: a link to the file.
struct ExportOutput: StructuredOutput {
    /// Why an export ends before the last ticket.
    enum Stop: String, Sendable {
        case rows = "max_rows"
        case bytes = "size"
    }

    let export: ExportStore.Export
    let rows: Int
    let stop: Stop?
    /// Where the rest begins.
    let nextCursor: String?
    let timeToLive: Duration

    private var fileName: String { "tickets.\(export.format.rawValue)" }
    private var minutes: Int { max(1, Int(timeToLive.components.seconds / 60)) }

    var text: String {
        var text = "\(rows) tickets in \(fileName), \(export.bytes) bytes. Read it at \(export.uri) within \(minutes) min."
        if let stop, let nextCursor {
            text +=
                " Not all: the limit of \(stop.rawValue) was reached. For the rest call again with the same filter and "
                + "cursor: \(nextCursor)"
        }
        return text
    }

    var toolResult: ToolResult {
        let link = ResourceLink(
            uri: export.uri, name: fileName, title: "Exported tickets", description: "\(rows) tickets", mimeType: export.format.mimeType,
            size: Int64(export.bytes))
        return ToolResult([.text(text), Content(.resourceLink(link))], structuredContent: Self.schema.encode(self))
    }

    static let schema = OutputSchema<ExportOutput>.object(
        field("uri", { $0.export.uri }, .string), field("format", { $0.export.format.rawValue }, .string),
        field("rows", { $0.rows }, .integer), field("bytes", { $0.export.bytes }, .integer),
        field("expires_in_minutes", { $0.minutes }, .integer), field("complete", { $0.stop == nil }, .boolean),
        field("stopped_by", ifPresent: { $0.stop?.rawValue }, .string), field("next_cursor", ifPresent: { $0.nextCursor }, .string))
}
