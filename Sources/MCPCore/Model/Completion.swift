/// What a client wants completed: one argument of a prompt, or one variable of a resource template.
public struct CompletionRequest: Sendable, Hashable {
    public enum Reference: Sendable, Hashable {
        case prompt(name: String)
        /// A URI template as it was listed.
        case resource(uri: String)
    }

    public let reference: Reference
    /// The argument or variable.
    public let argument: String
    /// What the person has typed so far.
    public let value: String
    /// What the other arguments are already.
    public let context: [String: String]
}

/// Values that a client may offer to a person.
public struct Completion: Sendable, Hashable {
    /// More are cut off (specification, completion: at most 100).
    public static let limit = 100

    public let values: [String]
    /// How many there are in all, if that is known.
    public let total: Int?
    public let hasMore: Bool

    /// - Parameter total: how many there are in all; the number of `values` unless said otherwise.
    public init(_ values: [String], total: Int? = nil) {
        self.values = Array(values.prefix(Self.limit))
        self.total = total ?? values.count
        hasMore = (total ?? values.count) > self.values.count
    }

    /// Those of the values that begin with what was typed, in any case.
    public static func prefixed(by typed: String, of values: [String]) -> Completion {
        let typed = typed.lowercased()
        return Completion(values.filter { $0.lowercased().hasPrefix(typed) })
    }
}

/// Finds values for one argument.
public typealias Completer = @Sendable (CompletionRequest, RequestContext) async throws -> Completion
