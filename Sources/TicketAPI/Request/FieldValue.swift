/// A member of a request body: left out, null, or given.
public enum FieldValue<Value: Sendable>: Sendable {
    case absent
    case null
    case value(Value)

    /// Nil to leave the field as it is, `.some(nil)` to clear it, `.some(value)` to set it.
    var update: Value?? {
        switch self {
        case .absent: nil
        case .null: .some(nil)
        case .value(let value): .some(value)
        }
    }

    /// The given value, if any.
    var given: Value? {
        if case .value(let value) = self { value } else { nil }
    }

    var isNull: Bool {
        if case .null = self { true } else { false }
    }
}
