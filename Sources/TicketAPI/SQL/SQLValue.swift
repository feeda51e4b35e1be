/// One value on its way into or out of a database. Truth values are the integers 0 and 1 on every engine.
enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)

    init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }
    init(_ value: Int64?) { self = value.map(SQLValue.integer) ?? .null }
    init(_ value: String?) { self = value.map(SQLValue.text) ?? .null }
    init(_ value: Instant?) { self = value.map { .integer($0.milliseconds) } ?? .null }
    init(_ value: Bool) { self = .integer(value ? 1 : 0) }
}

/// A type that a column can be read as.
protocol SQLReadable {
    /// Nil when `value` is of another kind.
    init?(_ value: SQLValue)
}

extension Int: SQLReadable {
    init?(_ value: SQLValue) {
        guard case .integer(let number) = value else { return nil }
        self.init(exactly: number)
    }
}

extension Int64: SQLReadable {
    init?(_ value: SQLValue) {
        guard case .integer(let number) = value else { return nil }
        self = number
    }
}

extension Bool: SQLReadable {
    init?(_ value: SQLValue) {
        guard case .integer(let number) = value else { return nil }
        self = number != 0
    }
}

extension String: SQLReadable {
    init?(_ value: SQLValue) {
        guard case .text(let text) = value else { return nil }
        self = text
    }
}

extension Instant: SQLReadable {
    init?(_ value: SQLValue) {
        guard case .integer(let number) = value else { return nil }
        self.init(milliseconds: number)
    }
}

extension Optional: SQLReadable where Wrapped: SQLReadable {
    init?(_ value: SQLValue) {
        guard value != .null else {
            self = .none
            return
        }
        guard let wrapped = Wrapped(value) else { return nil }
        self = .some(wrapped)
    }
}
