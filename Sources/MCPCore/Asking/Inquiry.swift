/// How one request can ask its client something.
enum Inquiry: Sendable {
    struct Asked: Sendable {
        let key: String
        let request: ClientRequest
    }

    /// Nobody is there to be asked: no session, and no rounds.
    case impossible
    /// By requests of ours that the session's client answers (legacy era).
    case session(Session)
    /// By ending the call, with the answers that this one brought (modern era).
    case rounds(InputRounds?)
    /// By the state of a task.
    case task(TaskRun)
    /// In rounds, until the call has become a task.
    case deferrable(TaskRun, InputRounds?)
}

extension RequestContext {
    /// - Returns: the answers by key, one for each that was asked.
    func answers(to asked: [Inquiry.Asked]) async throws -> [String: JSON] {
        switch storage.inquiry {
        case .impossible:
            try checkCapabilities(asked)
            throw ToolFailure("This needs an answer from the user, and there is no way to ask over this connection.")
        case .session(let session):
            try checkCapabilities(asked)
            return try await withThrowingTaskGroup(of: (String, JSON).self) { group in
                for question in asked {
                    group.addTask { (question.key, try await ask(question.request, session)) }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
        case .rounds(let rounds): return try answers(to: asked, from: rounds)
        case .deferrable(let run, let rounds) where !run.isPromoted: return try answers(to: asked, from: rounds)
        case .task(let run), .deferrable(let run, _):
            try checkCapabilities(asked)
            return try await run.answers(to: asked)
        }
    }

    private func answers(to asked: [Inquiry.Asked], from rounds: InputRounds?) throws -> [String: JSON] {
        var answers: [String: JSON] = [:]
        for question in asked {
            guard let answer = rounds?.answer(question.key) else { continue }
            try question.request.check(answer)
            answers[question.key] = answer
        }
        let missing = asked.filter { answers[$0.key] == nil }
        guard missing.isEmpty else {
            try checkCapabilities(missing)
            throw InputRequired(requests: missing, state: "")
        }
        return answers
    }

    private func checkCapabilities(_ asked: [Inquiry.Asked]) throws(MCPError) {
        var missing = JSONObject()
        for question in asked where !question.request.isAllowed(by: client.capabilities, storage.codec.features) {
            missing.merge(question.request.requiredCapability)
        }
        guard missing.isEmpty else { throw .missingClientCapability(missing) }
    }

    /// Sends one request of ours and waits for its answer.
    private func ask(_ request: ClientRequest, _ session: Session) async throws -> JSON {
        try await session.inquire(request, storage.codec, relay, timeout: storage.server.limits.inputTime, storage.server.time)
    }

    /// What an answer of the wrong shape is: in rounds it is a part of the request, which is refused; in a session it came by another way, and
    /// the request itself is sound.
    func fault(ofAnswer error: MCPError) -> any Error {
        switch storage.inquiry {
        case .session: ToolFailure("The client's answer cannot be used: \(error.message)")
        case .impossible, .rounds, .deferrable, .task: error
        }
    }
}

extension MCPError {
    /// The client did not declare what a request needs of it.
    public static func missingClientCapability(_ capability: JSONObject) -> MCPError {
        let names = capability.members.map(\.key).joined(separator: ", ")
        return MCPError(
            .missingClientCapability, "The client must declare the capability \(names) for this",
            data: ["requiredCapabilities": .object(capability)])
    }
}

extension JSONObject {
    /// Takes over the members of another; objects under one key become one.
    fileprivate mutating func merge(_ other: JSONObject) {
        for member in other.members {
            if var own = self[member.key]?.object, let more = member.value.object {
                own.merge(more)
                self[member.key] = .object(own)
            } else {
                self[member.key] = member.value
            }
        }
    }
}
