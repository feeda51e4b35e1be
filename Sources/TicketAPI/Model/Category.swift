/// The first level of what a ticket is about.
public struct Category: Sendable, Equatable {
    public let id: Int
    public let name: String
    public let active: Bool

    public init(id: Int, name: String, active: Bool) {
        self.id = id
        self.name = name
        self.active = active
    }

    var named: Named { Named(id: id, name: name) }
}
