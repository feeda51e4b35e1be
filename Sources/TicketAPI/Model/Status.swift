/// A step of the workflow.
public struct Status: Sendable, Equatable {
    /// The five phases every workflow is mapped to.
    public enum Group: String, Sendable, CaseIterable {
        case new, open, pending, resolved, closed
    }

    public let id: Int
    public let key: String
    public let name: String
    public let nameJA: String
    public let group: Group
    public let isTerminal: Bool
    public let sort: Int

    public init(id: Int, key: String, name: String, nameJA: String, group: Group, isTerminal: Bool, sort: Int) {
        self.id = id
        self.key = key
        self.name = name
        self.nameJA = nameJA
        self.group = group
        self.isTerminal = isTerminal
        self.sort = sort
    }

    /// The short form inside a ticket.
    var reference: JSONValue {
        ["id": .int(id), "key": .string(key), "name": .string(name), "group": .string(group.rawValue)]
    }

    func json(allowedNext: [Status]) -> JSONValue {
        [
            "id": .int(id), "key": .string(key), "name": .string(name), "name_ja": .string(nameJA), "group": .string(group.rawValue),
            "is_terminal": .bool(isTerminal), "sort": .int(sort), "allowed_next": .texts(allowedNext.map(\.key)),
        ]
    }
}
