/// Who asked: a known user, or somebody known only by name and contact.
public struct Requester: Sendable, Equatable {
    public let id: Int?
    public let name: String
    public let contact: String?

    public init(id: Int?, name: String, contact: String?) {
        self.id = id
        self.name = name
        self.contact = contact
    }

    var json: JSONValue {
        var members: [JSONValue.Member] = []
        if let id { members.append(.init("id", .int(id))) }
        members.append(.init("name", .string(name)))
        if let contact { members.append(.init("contact", .string(contact))) }
        return .object(members)
    }
}
