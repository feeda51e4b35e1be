/// One thing that is wrong with a value, and where.
public struct SchemaIssue: Sendable, Hashable, CustomStringConvertible {
    /// From the root: `tags[2]`, `requester.name`; empty for the root itself.
    public let path: String
    /// What is wrong and what is allowed instead, as one clause.
    public let problem: String

    public init(path: String, problem: String) {
        self.path = path
        self.problem = problem
    }

    public var description: String { path.isEmpty ? problem : "\(path): \(problem)" }
}
