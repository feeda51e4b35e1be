@testable internal import TicketAPI

extension JSONValue {
    subscript(index: Int) -> JSONValue? {
        guard case .array(let values) = self, values.indices.contains(index) else { return nil }
        return values[index]
    }

    var list: [JSONValue] { if case .array(let values) = self { values } else { [] } }
    var string: String? { if case .string(let value) = self { value } else { nil } }
    var integer: Int? { if case .int(let value) = self { value } else { nil } }
    var names: [String] { if case .object(let members) = self { members.map(\.name) } else { [] } }

    /// The same value with the members of every object in order of name, for comparing: a parsed object keeps no order.
    var sorted: JSONValue {
        switch self {
        case .array(let values): .array(values.map(\.sorted))
        case .object(let members): .object(members.map { Member($0.name, $0.value.sorted) }.sorted { $0.name < $1.name })
        default: self
        }
    }

    /// The value at a path of member names.
    func at(_ path: String...) -> JSONValue? {
        path.reduce(self as JSONValue?) { value, name in value?[name] }
    }
}
