/// What a person made of an elicitation (specification, elicitation, response actions).
public enum ElicitationOutcome<Answer: Sendable>: Sendable {
    /// A form was sent off; a page was agreed to, which says nothing of what was done there.
    case accepted(Answer)
    /// The person said no.
    case declined
    /// The person said nothing, and closed it.
    case cancelled

    /// The answer, where there is one.
    public var answer: Answer? { if case .accepted(let answer) = self { answer } else { nil } }
}

extension ElicitationOutcome: Equatable where Answer: Equatable {}
extension ElicitationOutcome: Hashable where Answer: Hashable {}

/// Sends a person to a page, for what must not pass through the client: secrets, payments, consent to others.
public struct URLElicitation: Sendable, Hashable {
    /// Absolute; `https:` but for development. It holds no secrets and lets nobody in by itself (specification, elicitation, safe URL
    /// handling).
    public let url: String
    /// For the person: why to go there.
    public let message: String
    /// Names the errand, uniquely in a server. Sent in the revision that has it, 2025-11-25.
    public let id: String

    /// - Parameter id: 128 random bits unless said otherwise.
    public init(url: String, message: String, id: String? = nil) {
        self.url = url
        self.message = message
        self.id = id ?? Self.randomID()
    }

    private static func randomID() -> String {
        let halves = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }
        return halves.map { String(repeating: "0", count: 16 - $0.count) + $0 }.joined()
    }
}
