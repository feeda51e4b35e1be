/// A customer company.
public struct Account: Sendable, Equatable {
    public let id: Int
    public let code: String
    public let name: String
    public let nameKana: String?
    public let active: Bool

    public init(id: Int, code: String, name: String, nameKana: String?, active: Bool) {
        self.id = id
        self.code = code
        self.name = name
        self.nameKana = nameKana
        self.active = active
    }

    var json: JSONValue {
        ["id": .int(id), "code": .string(code), "name": .string(name), "name_kana": .text(nameKana), "active": .bool(active)]
    }

    /// The short form inside a ticket.
    var reference: JSONValue { ["id": .int(id), "code": .string(code), "name": .string(name)] }
}
