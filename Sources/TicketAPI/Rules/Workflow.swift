/// The statuses and the ways between them.
public struct Workflow: Sendable, Equatable {
    /// One allowed step.
    public struct Transition: Sendable, Equatable {
        public let from: Int
        public let to: Int
        public let adminOnly: Bool

        public init(from: Int, to: Int, adminOnly: Bool) {
            self.from = from
            self.to = to
            self.adminOnly = adminOnly
        }
    }

    /// In the order people expect to see them.
    public let statuses: [Status]
    public let transitions: [Transition]

    public init(statuses: [Status], transitions: [Transition]) {
        self.statuses = statuses
        self.transitions = transitions
    }

    /// The statuses a user of `role` may go to from `status`.
    public func next(from status: Status, role: User.Role) -> [Status] {
        let targets = transitions.filter { $0.from == status.id && (!$0.adminOnly || role == .admin) }.map(\.to)
        return statuses.filter { targets.contains($0.id) }
    }

    /// The status called by `reference`: an id or a key.
    public func status(_ reference: String) -> Status? {
        statuses.first { $0.key == reference } ?? Int(reference).flatMap { id in statuses.first { $0.id == id } }
    }
}
