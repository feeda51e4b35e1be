/// A reference to a row of another table by id, with the name a reader wants to see.
public struct Named: Sendable, Equatable {
    public let id: Int
    public let name: String

    public init(id: Int, name: String) {
        self.id = id
        self.name = name
    }

    var json: JSONValue { ["id": .int(id), "name": .string(name)] }
}
