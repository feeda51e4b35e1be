/// The way a request reached the help desk.
public struct RequestChannel: Sendable, Equatable {
    public let id: Int
    public let key: String
    public let name: String
    public let active: Bool

    public init(id: Int, key: String, name: String, active: Bool) {
        self.id = id
        self.key = key
        self.name = name
        self.active = active
    }

    /// The channel of a ticket that names none.
    static let defaultKey = "web"

    /// The short form inside a ticket.
    var reference: JSONValue { ["id": .int(id), "key": .string(key), "name": .string(name)] }

    var json: JSONValue { ["id": .int(id), "key": .string(key), "name": .string(name), "active": .bool(active)] }
}
