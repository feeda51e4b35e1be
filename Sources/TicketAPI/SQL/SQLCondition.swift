/// Conditions of a WHERE clause that must all hold, with their arguments.
struct SQLCondition: Sendable {
    private(set) var clauses: [String] = []
    private(set) var arguments: [SQLValue] = []

    mutating func add(_ clause: String, _ values: [SQLValue] = []) {
        clauses.append(clause)
        arguments += values
    }

    /// `expression IN (?, …)`; nothing when there are no values.
    mutating func add(_ expression: String, in values: [SQLValue]) {
        guard !values.isEmpty else { return }
        add("\(expression) IN (\(Self.marks(values.count)))", values)
    }

    /// The same for ids.
    mutating func add(_ expression: String, in ids: [Int]) {
        add(expression, in: ids.map { SQLValue($0) })
    }

    /// `expression = ?`; nothing for null.
    mutating func add(_ expression: String, equals value: SQLValue) {
        if value != .null { add("\(expression) = ?", [value]) }
    }

    /// Whether `expression` is true or false; nothing for nil.
    mutating func add(_ expression: String, is flag: Bool?) {
        if let flag { add(expression, equals: SQLValue(flag)) }
    }

    /// The text anywhere in `expression`, both in search form; nothing for nil.
    mutating func add(_ expression: String, contains text: String?, _ dialect: SQLDialect) {
        if let text { add(dialect.contains(expression), [.text(text.searchForm)]) }
    }

    /// The bounds of `range`.
    mutating func add(_ expression: String, within range: TimeRange) {
        if let from = range.from { add("\(expression) >= ?", [SQLValue(from)]) }
        if let to = range.to { add("\(expression) < ?", [SQLValue(to)]) }
    }

    /// The conditions of `other` too.
    mutating func add(_ other: SQLCondition) {
        clauses += other.clauses
        arguments += other.arguments
    }

    var isEmpty: Bool { clauses.isEmpty }

    var sql: String { clauses.isEmpty ? "" : " WHERE " + clauses.joined(separator: " AND ") }

    /// `?, ?, …`
    static func marks(_ count: Int) -> String {
        Array(repeating: "?", count: count).joined(separator: ", ")
    }
}
