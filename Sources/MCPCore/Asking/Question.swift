/// Something to ask the client, or the person behind it, in the middle of a request.
///
/// ```swift
/// let answer = try await context.ask(.form("name", "What is your name?", Schema<String>.object(required("name", "", .string)) { $0 }))
/// ```
public struct Question<Answer: Sendable>: Sendable {
    /// Names the question within its request.
    let key: String
    let request: ClientRequest
    let read: @Sendable (JSON) throws(MCPError) -> Answer

    init(_ key: String, _ request: ClientRequest, read: @escaping @Sendable (JSON) throws(MCPError) -> Answer) {
        self.key = key
        self.request = request
        self.read = read
    }
}

extension Question {
    /// Asks the person to fill in a form: elicitation in form mode.
    ///
    /// Never ask for secrets this way; that is what ``url(_:_:)`` is for (specification, elicitation).
    /// - Parameters:
    ///   - key: unique in its request.
    ///   - schema: an object of texts, numbers, truth values and choices.
    public static func form<Value>(_ key: String, _ message: String, _ schema: Schema<Value>) -> Question<ElicitationOutcome<Value>>
    where Answer == ElicitationOutcome<Value> {
        let form = ElicitationForm(schema)
        let request = ClientRequest(kind: .form(message: message, schema: { form.requestedSchema($0) }))
        return Question(key, request) { answer throws(MCPError) in try ElicitationOutcome(answer, form) }
    }

    /// Sends the person to a page: elicitation in URL mode. Whether the errand was done is the page's to know.
    public static func url(_ key: String, _ elicitation: URLElicitation) -> Question<ElicitationOutcome<Void>>
    where Answer == ElicitationOutcome<Void> {
        Question(key, ClientRequest(kind: .url(elicitation))) { answer throws(MCPError) in try ElicitationOutcome(answer) }
    }

    /// Has the client's model write something.
    public static func sampling(_ key: String, _ request: SamplingRequest) -> Question<SamplingResult> where Answer == SamplingResult {
        Question(key, ClientRequest(kind: .sampling(request))) { answer throws(MCPError) in try SamplingResult(answer) }
    }

    /// Asks which folders the client has open.
    public static func roots(_ key: String = "roots") -> Question<[Root]> where Answer == [Root] {
        Question(key, ClientRequest(kind: .roots)) { answer throws(MCPError) in try [Root](answer) }
    }
}

extension HandlerContext {
    /// Asks the client, and gives the answers back.
    ///
    /// One form for every revision. In a session the questions go out as requests of ours and the handler waits. In the stateless
    /// revision nothing can wait: the call ends with what is asked, the client calls again with the answers, and the handler runs from its
    /// beginning. So whatever a handler does before it asks, it may do twice; it should change nothing until it has its answers. Ask what
    /// can be asked together in one call: each costs a round.
    ///
    /// The deadline of the call stands still meanwhile.
    /// - Precondition: the questions' keys differ.
    /// - Throws: ``MCPError`` where the client lacks the capability or answers in another shape, ``ToolFailure`` where it refuses to answer,
    ///   and in the stateless revision an error that ends this run: do not catch what you do not know.
    public func ask<each Answer>(_ questions: repeat Question<each Answer>) async throws -> (repeat each Answer) {
        var asked: [Inquiry.Asked] = []
        for question in repeat each questions { asked.append(Inquiry.Asked(key: question.key, request: question.request)) }
        precondition(Set(asked.map(\.key)).count == asked.count, "two questions have one key")
        let answers = try await request.answers(to: asked)
        do throws(MCPError) {
            return (repeat try (each questions).read(answers[(each questions).key] ?? .null))
        } catch {
            throw request.fault(ofAnswer: error)
        }
    }
}

extension HandlerContext {
    /// Whether the client can be asked something of a kind.
    public func supports(_ kind: InquiryKind) -> Bool { kind.sample.isAllowed(by: client.capabilities, request.storage.codec.features) }

    /// - Throws: ``MCPError`` with the capability that the client would have to declare.
    public func require(_ kind: InquiryKind) throws(MCPError) {
        guard supports(kind) else { throw .missingClientCapability(kind.sample.requiredCapability) }
    }
}

/// What a client may be able to answer.
public enum InquiryKind: Sendable, Hashable, CaseIterable {
    /// A form.
    case elicitation
    /// A page.
    case urlElicitation
    case sampling
    case roots

    fileprivate var sample: ClientRequest {
        switch self {
        case .elicitation: ClientRequest(kind: .form(message: "", schema: { _ in [:] }))
        case .urlElicitation: ClientRequest(kind: .url(URLElicitation(url: "", message: "", id: "")))
        case .sampling: ClientRequest(kind: .sampling(SamplingRequest([], maxTokens: 1)))
        case .roots: ClientRequest(kind: .roots)
        }
    }
}
