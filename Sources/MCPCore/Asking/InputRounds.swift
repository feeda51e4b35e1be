internal import Synchronization

/// The answers that a request of the stateless revision brought: in `inputResponses` those to what was asked last, in `requestState` those
/// from the rounds before.
final class InputRounds: Sendable {
    private struct State {
        var answers: JSONObject
        /// Those of them that came in the state, and so are what we put there.
        var kept: JSONObject = [:]
        /// Not opened yet.
        var sealed: (text: String, binding: StateBinding)?
        /// What the handler has asked for in this run; nothing else goes into the next round's state.
        var used: JSONObject = [:]
    }

    private let state: Mutex<State>

    /// - Returns: nil for a request that brought nothing.
    init?(_ params: Params, _ invocation: Invocation, _ principal: Principal) throws(MCPError) {
        let responses = try params.optionalObject("inputResponses")?.value.object
        let text = try params.optionalString("requestState")
        guard responses != nil || text != nil, let binding = StateBinding(invocation, principal) else { return nil }
        state = Mutex(State(answers: responses ?? [:], sealed: text.map { ($0, binding) }))
    }

    /// Opens what was sealed; it is good for one opening, and so that is done when the request is taken in and not before.
    /// - Throws: -32602 for a state that we did not give out, or not for this.
    func open(_ states: RequestStates) async throws(MCPError) {
        guard let (text, binding) = state.withLock({ $0.sealed.take() }) else { return }
        let kept = try await states.open(text, binding)
        var answers = kept
        state.withLock { state in
            for member in state.answers.members { answers[member.key] = member.value }
            state.answers = answers
            state.kept = kept
        }
    }

    /// What we put into the state ourselves. It goes on into the next round's.
    func note(_ key: String) -> JSON? {
        state.withLock { state in
            guard let note = state.kept[key] else { return nil }
            state.used[key] = note
            return note
        }
    }

    func answer(_ key: String) -> JSON? {
        state.withLock { state in
            guard let answer = state.answers[key] else { return nil }
            state.used[key] = answer
            return answer
        }
    }

    var usedAnswers: JSONObject { state.withLock { $0.used } }
}

extension StateBinding {
    /// Nil for requests that can ask nothing.
    init?(_ invocation: Invocation, _ principal: Principal) {
        switch invocation {
        case .callTool(let call):
            let arguments = call.arguments?.value ?? [:]
            self.init("tools/call", ["name": .string(call.name), "arguments": arguments], principal)
        case .getPrompt(let name, let arguments):
            let members = arguments.sorted { $0.key < $1.key }.map { JSON.array([.string($0.key), .string($0.value)]) }
            self.init("prompts/get", ["name": .string(name), "arguments": .array(members)], principal)
        case .readResource(let uri): self.init("resources/read", ["uri": .string(uri)], principal)
        default: return nil
        }
    }

    private init(_ method: String, _ parameters: JSON, _ principal: Principal) {
        self.init(principal: principal.id, method: method, parameters: parameters.sortedByKeys.bytes)
    }
}

extension JSON {
    /// The same value with the members of every object in the order of their keys: a client that builds its request anew for the next
    /// round may write them in another.
    var sortedByKeys: JSON {
        switch self {
        case .array(let elements): return .array(elements.map(\.sortedByKeys))
        case .object(let object):
            let members = object.members.sorted { $0.key < $1.key }
            return .object(JSONObject(unchecked: members.map { JSONObject.Member($0.key, $0.value.sortedByKeys) }))
        default: return self
        }
    }
}
