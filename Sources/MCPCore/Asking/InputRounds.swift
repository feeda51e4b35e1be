internal import Synchronization

/// The answers that a request of the stateless revision brought: in `inputResponses` those to what was asked last, in `requestState` those
/// from the rounds before.
final class InputRounds: Sendable {
    private let answers: JSONObject
    /// What the handler has asked for in this run; nothing else goes into the next round's state.
    private let used = Mutex<JSONObject>([:])

    init(_ answers: JSONObject) {
        self.answers = answers
    }

    func answer(_ key: String) -> JSON? {
        guard let answer = answers[key] else { return nil }
        used.withLock { $0[key] = answer }
        return answer
    }

    var usedAnswers: JSONObject { used.withLock { $0 } }

    /// - Returns: nil for a request that brought nothing.
    /// - Throws: -32602 for a state that we did not give out, or not for this.
    static func read(_ params: Params, _ invocation: Invocation, _ principal: Principal, _ states: RequestStates) throws(MCPError)
        -> InputRounds?
    {
        let responses = try params.optionalObject("inputResponses")?.value.object
        let state = try params.optionalString("requestState")
        guard responses != nil || state != nil, let binding = StateBinding(invocation, principal) else { return nil }
        var answers = try state.map { text throws(MCPError) in try states.open(text, binding) } ?? [:]
        for member in responses?.members ?? [] { answers[member.key] = member.value }
        return InputRounds(answers)
    }
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
    fileprivate var sortedByKeys: JSON {
        switch self {
        case .array(let elements): return .array(elements.map(\.sortedByKeys))
        case .object(let object):
            var sorted = JSONObject()
            for member in object.members.sorted(by: { $0.key < $1.key }) { sorted[member.key] = member.value.sortedByKeys }
            return .object(sorted)
        default: return self
        }
    }
}
