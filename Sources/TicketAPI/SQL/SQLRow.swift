/// One row of a result.
struct SQLRow: Sendable {
    private let values: [SQLValue]

    init(_ values: [SQLValue]) {
        self.values = values
    }

    /// The column at `index` as the type that is wanted. Throws when it holds something else.
    subscript<Value: SQLReadable>(index: Int) -> Value {
        get throws {
            guard values.indices.contains(index), let value = Value(values[index]) else {
                throw SQLError.unexpected("column \(index) is no \(Value.self)")
            }
            return value
        }
    }
}
