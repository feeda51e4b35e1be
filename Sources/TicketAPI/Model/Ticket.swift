/// A help-desk ticket with the names of everything it refers to.
public struct Ticket: Sendable, Equatable {
    /// 0 until the store has given it one.
    public var id: Int
    public var title: String
    /// Nil when it was not read from the store.
    public var description: String?
    public var status: Status
    public var priority: Priority
    public var category: Named?
    public var categoryDetail: Named?
    public var requestChannel: RequestChannel
    public var account: Account?
    public var requester: Requester?
    public var assignee: Named?
    public var tags: [String]
    public var dueAt: Instant?
    public var firstResponseAt: Instant?
    public var resolvedAt: Instant?
    public var closedAt: Instant?
    public var createdBy: Named
    public var createdAt: Instant
    public var updatedBy: Named
    public var updatedAt: Instant
    public var version: Int
    public var historyCount: Int

    /// The number people quote, such as `T-000123`.
    public var number: String { TicketReference.number(of: id) }

    /// The entity tag of this version.
    public var entityTag: String { "\"v\(version)\"" }
}
