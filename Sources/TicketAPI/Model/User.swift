/// A person who works on tickets or raises them.
public struct User: Sendable, Equatable {
    public enum Role: String, Sendable, CaseIterable {
        case agent, admin, requester
    }

    public let id: Int
    public let name: String
    public let kana: String?
    public let email: String
    public let role: Role
    public let team: String?
    public let active: Bool

    public init(id: Int, name: String, kana: String?, email: String, role: Role, team: String?, active: Bool) {
        self.id = id
        self.name = name
        self.kana = kana
        self.email = email
        self.role = role
        self.team = team
        self.active = active
    }

    /// Whether tickets may be assigned to this user.
    var isStaff: Bool { role != .requester }

    var named: Named { Named(id: id, name: name) }

    func json(actor: User) -> JSONValue {
        [
            "id": .int(id), "name": .string(name), "kana": .text(kana), "email": .string(email), "role": .string(role.rawValue),
            "team": .text(team), "active": .bool(active), "is_me": .bool(id == actor.id),
        ]
    }
}
