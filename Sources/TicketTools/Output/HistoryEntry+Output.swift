internal import MCPCore

extension HistoryEntry {
    /// A head line, then what was written, moved in.
    var text: String {
        var head = "#\(seq) \(occurredAt.oneLine(60)) \(kind.oneLine(60)) (\(visibility.oneLine(60)))"
        if let author { head += " by \(author.name.oneLine(200))" }
        if let channel { head += " via \(channel.oneLine(60))" }
        if let minutesSpent { head += ", \(minutesSpent) min" }
        let lines = [head] + changes.map { "    \($0.line)" } + (body.isEmpty ? [] : ["    \(body.indented)"])
        return lines.joined(separator: "\n")
    }

    static var schema: OutputSchema<HistoryEntry> {
        .object(
            field("seq", { $0.seq }, .integer), field("kind", { $0.kind }, .string), field("visibility", { $0.visibility }, .string),
            field("occurred_at", { $0.occurredAt }, .string), field("author", ifPresent: { $0.author }, .named),
            field("channel", ifPresent: { $0.channel }, .string), field("minutes_spent", ifPresent: { $0.minutesSpent }, .integer),
            field("body", { $0.body }, .string),
            field("changes", ifPresent: { $0.changes.isEmpty ? nil : $0.changes }, .array(of: FieldChange.schema)))
    }
}
