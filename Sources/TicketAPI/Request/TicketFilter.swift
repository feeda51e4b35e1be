/// Which tickets a listing holds. Conditions of different kinds must all hold; of several values of one kind, any (tags: all).
public struct TicketFilter: Sendable, Equatable {
    public enum Assignee: Sendable, Equatable {
        case nobody
        case user(Int)
    }

    public var text: String?
    public var statusIDs: [Int] = []
    public var statusGroups: [Status.Group] = []
    public var assignee: Assignee?
    public var accountID: Int?
    public var requesterID: Int?
    public var categoryIDs: [Int] = []
    public var categoryDetailIDs: [Int] = []
    public var requestChannelIDs: [Int] = []
    public var priorities: [Priority] = []
    public var tags: [String] = []
    public var created = TimeRange()
    public var updated = TimeRange()
    public var due = TimeRange()
    /// Set to keep only unresolved tickets that were due before this time.
    public var overdueAt: Instant?

    public init() {}
}
