internal import GRDB

/// Conditions of a WHERE clause that must all hold, with their arguments.
struct SQLCondition {
    private(set) var clauses: [String] = []
    private(set) var arguments = StatementArguments()

    mutating func add(_ clause: String, _ values: [any DatabaseValueConvertible] = []) {
        clauses.append(clause)
        arguments += StatementArguments(values)
    }

    /// `expression IN (?, …)`; nothing when there are no values.
    mutating func add(_ expression: String, in values: [some DatabaseValueConvertible]) {
        guard !values.isEmpty else { return }
        let marks = Array(repeating: "?", count: values.count).joined(separator: ", ")
        add("\(expression) IN (\(marks))", values)
    }

    /// `expression = ?`; nothing for nil.
    mutating func add(_ expression: String, equals value: (some DatabaseValueConvertible)?) {
        if let value { add("\(expression) = ?", [value]) }
    }

    /// `expression LIKE` the text anywhere, in search form; nothing for nil.
    mutating func add(_ expression: String, contains text: String?) {
        if let text { add("\(expression) LIKE ? ESCAPE '\\'", [text.searchForm.likePattern]) }
    }

    /// The bounds of `range`.
    mutating func add(_ expression: String, within range: TimeRange) {
        if let from = range.from { add("\(expression) >= ?", [from.milliseconds]) }
        if let to = range.to { add("\(expression) < ?", [to.milliseconds]) }
    }

    var sql: String { clauses.isEmpty ? "" : " WHERE " + clauses.joined(separator: " AND ") }
}
