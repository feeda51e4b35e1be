/// Which calls a person has to agree to before they are made, and what happens where nobody can be asked.
public struct ConfirmationPolicy: Sendable, Hashable {
    public enum Scope: String, Sendable, Hashable, CaseIterable {
        case never
        /// Tools that may overwrite or remove something, by their annotations.
        case destructive
        /// Every tool that does not say that it only reads.
        case allWrites = "all-writes"
    }

    /// For a client that does not declare elicitation, or is out of reach.
    public enum Fallback: String, Sendable, Hashable, CaseIterable {
        /// The call is refused, in words that say why.
        case refuse
        /// The call is made without asking, and the audit log says so.
        case allow
    }

    public var scope: Scope
    public var fallback: Fallback

    public init(_ scope: Scope, fallback: Fallback = .refuse) {
        self.scope = scope
        self.fallback = fallback
    }

    func covers(_ tool: ToolDefinition) -> Bool {
        switch scope {
        case .never: false
        case .destructive: tool.isDestructive
        case .allWrites: !tool.isReadOnly
        }
    }
}

/// What became of a confirmation.
public enum Confirmation: String, Sendable, Hashable {
    /// The client was given the question, and has to call again with the answer.
    case asked
    case accepted
    case declined
    /// The question was closed, or nobody answered.
    case unanswered
    /// Nobody could be asked, and the call was refused for it.
    case unavailable
    /// Nobody could be asked, and the policy let the call through.
    case waived
}
