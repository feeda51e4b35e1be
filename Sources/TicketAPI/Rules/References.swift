/// The rows that a write mentions, read in the same transaction, so that the rules are plain functions of values.
public struct References: Sendable {
    public var workflow: Workflow
    public var channels: [RequestChannel]
    public var users: [Int: User] = [:]
    public var accounts: [Int: Account] = [:]
    public var categories: [Int: Category] = [:]
    public var details: [Int: CategoryDetail] = [:]

    public init(workflow: Workflow, channels: [RequestChannel]) {
        self.workflow = workflow
        self.channels = channels
    }

    /// Ids to look up.
    public struct Mentioned: Sendable, Equatable {
        public var users: [Int] = []
        public var accounts: [Int] = []
        public var categories: [Int] = []
        public var details: [Int] = []
    }
}
