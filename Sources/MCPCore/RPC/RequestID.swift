/// A JSON-RPC request id, with the type and the text that its sender gave it: `1`, `"1"` and `1.0` are three ids.
///
/// An id names a request of one peer only. Nothing is ever looked up by id across peers.
public enum RequestID: Sendable {
    case integer(Int64)
    case number(JSONNumber)
    case string(String)

    /// - Returns: nil for what JSON-RPC 2.0 does not allow as an id that is to be answered: null, booleans, arrays, objects.
    public init?(_ value: JSON) {
        switch value {
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string(let value): self = .string(value)
        default: return nil
        }
    }

    public var json: JSON {
        switch self {
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .string(let value): .string(value)
        }
    }
}

extension RequestID: Hashable {
    public static func == (left: RequestID, right: RequestID) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .integer(let value): hasher.combine(value)
        case .number(let value): hasher.combine(value)
        case .string(let value): hasher.combine(value)
        }
    }
}

extension RequestID: CustomStringConvertible, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public var description: String { json.text }
}
