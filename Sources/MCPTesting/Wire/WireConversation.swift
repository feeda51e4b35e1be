internal import MCPCore

/// One conversation, as far as one must know it to tell which definition a message of the server is measured by.
struct WireConversation {
    /// A request of the client that has no answer yet.
    private struct Question {
        /// Nil for what can only be refused.
        let method: String?
        let params: JSON?
        /// The revision that the request itself names; nil for one of the session.
        let stated: WireSchema?
    }

    private let schemas: WireSchemas
    private var session: WireSchema?
    /// What the last request was in that named its revision itself.
    private var lastStated: WireSchema?
    /// Several under one id only where a client breaks the rules.
    private var questions: [RequestID: [Question]] = [:]
    /// Messages of the client whose id nobody can tell, and that were not answered.
    private var unreadable = 0
    /// What created a task, by its id.
    private var tasks: [String: String] = [:]

    /// - Parameter assumed: the revision of a session that is open from the beginning.
    init(_ schemas: WireSchemas, assumed: WireSchema?) {
        self.schemas = schemas
        session = assumed
    }

    // MARK: - The client

    /// - Parameter message: nil for what is no JSON.
    mutating func clientSends(_ message: JSON?) {
        switch message {
        case .array(let elements):
            // It may be refused as a whole.
            unreadable += 1
            for element in elements { clientSends(element) }
        case .object(let members): clientSends(members)
        default: unreadable += 1
        }
    }

    private mutating func clientSends(_ message: JSONObject) {
        let isResponse = message["method"] == nil && (message["result"] != nil || message["error"] != nil)
        let isNotification = message["id"] == nil && message["method"]?.string != nil && message["jsonrpc"] == "2.0"
        guard !isResponse, !isNotification else { return }
        guard let id = message["id"].flatMap(RequestID.init) else {
            unreadable += 1
            return
        }
        let stated = stated(by: message["params"])
        if let stated { lastStated = stated }
        questions[id, default: []].append(Question(method: message["method"]?.string, params: message["params"], stated: stated))
    }

    private func stated(by params: JSON?) -> WireSchema? {
        guard let name = params?["_meta"]?[MetaKey.protocolVersion.description] else { return nil }
        guard let revision = name.string.flatMap(ProtocolRevision.init(named:)), revision.era == .modern else { return schemas.stateless }
        return schemas[revision]
    }

    // MARK: - The server

    mutating func serverSends(_ message: JSON) -> [WireViolation] {
        guard case .array(let responses) = message else { return serverSends(one: message) }
        let schema = session ?? schemas.unnegotiated
        guard schema.hasBatches, !responses.isEmpty else {
            return [WireViolation(message, schema.revision, ["an array is no message here"])]
        }
        return responses.flatMap { serverSends(one: $0) }
    }

    private mutating func serverSends(one message: JSON) -> [WireViolation] {
        let schema = session ?? schemas.unnegotiated
        let found: (WireSchema, [String])
        switch (message["method"] != nil, message["id"]) {
        case (true, .some): found = check(request: message)
        case (true, nil): found = check(notification: message)
        case (false, let id?) where !id.isNull: found = check(response: message, RequestID(id))
        case (false, _): found = check(withoutID: message, schema)
        }
        return found.1.isEmpty ? [] : [WireViolation(message, found.0.revision, found.1)]
    }

    /// A server asks in a session; a conversation that has none is measured by the revision that its requests name, which knows no such requests.
    private func check(request message: JSON) -> (WireSchema, [String]) {
        let schema = session ?? lastStated ?? schemas.unnegotiated
        return (schema, schema.faults(ofRequest: message))
    }

    /// By the revision of what it belongs to, where it says so; else it must be right in one of those that are spoken.
    private func check(notification message: JSON) -> (WireSchema, [String]) {
        let spoken = spoken(of: message["params"])
        guard let first = spoken.first else {
            return (lastStated ?? schemas.unnegotiated, ["there is no session and no request that it could belong to"])
        }
        let right = spoken.first { $0.faults(ofNotification: message).isEmpty }
        return right.map { ($0, []) } ?? (first, first.faults(ofNotification: message))
    }

    private func spoken(of params: JSON?) -> [WireSchema] {
        if let id = params?["_meta"]?[MetaKey.subscription.description] {
            return [RequestID(id).flatMap { questions[$0]?.last?.stated } ?? schemas.stateless]
        }
        let open = questions.values.joined()
        if let token = params?["progressToken"], let question = open.first(where: { $0.params?["_meta"]?["progressToken"] == token }) {
            return [question.stated ?? session ?? schemas.unnegotiated]
        }
        return (session.map { [$0] } ?? []) + open.compactMap(\.stated)
    }

    private mutating func check(withoutID message: JSON, _ schema: WireSchema) -> (WireSchema, [String]) {
        guard let message = WireDeviation.errorUnderNullID(message), unreadable > 0 || !questions.isEmpty else {
            return (schema, ["a response without an id answers nothing"])
        }
        // What a transport finds too long is read here and was not read there.
        unreadable = max(0, unreadable - 1)
        return (schema, schema.faults(ofError: message))
    }

    private mutating func check(response message: JSON, _ id: RequestID?) -> (WireSchema, [String]) {
        let schema = session ?? schemas.unnegotiated
        guard let id, let asked = questions[id], let last = asked.last else {
            return (schema, ["the id is of no request that waits for an answer"])
        }
        switch (message["result"], message["error"]) {
        case (let result?, nil):
            let judged = asked.map { judge(message, result, $0) }
            let index = judged.firstIndex { $0.faults.isEmpty } ?? 0
            let (schema, faults) = judged[index]
            settle(id, index)
            if faults.isEmpty { learn(from: result, to: asked[index], schema) }
            return (schema, faults)
        case (nil, .some):
            // Of two requests under one id the later is refused.
            settle(id, asked.count - 1)
            let schema = last.stated ?? schema
            return (schema, schema.faults(ofError: message))
        default:
            settle(id, asked.count - 1)
            return (last.stated ?? schema, ["a response has either a result or an error"])
        }
    }

    private func judge(_ message: JSON, _ result: JSON, _ question: Question) -> (schema: WireSchema, faults: [String]) {
        var schema = question.stated ?? session ?? schemas.unnegotiated
        guard let method = question.method else { return (schema, ["what has no method has no result"]) }
        if method == "initialize", question.stated == nil {
            let named = result["protocolVersion"]?.string.flatMap(ProtocolRevision.init(named:))
            guard let named, named.era == .legacy, let opened = schemas[named] else {
                return (schema, ["/result/protocolVersion names no revision that has sessions"])
            }
            schema = opened
        }
        let created = method == "tasks/result" ? question.params?["taskId"]?.string.flatMap { tasks[$0] } : nil
        return (schema, schema.faults(ofResult: message, to: method, standsFor: created, mayBeTask: mayBeTask(question)))
    }

    /// The client has asked for a task (2025-11-25), or takes one in place of a tool's result (extension `io.modelcontextprotocol/tasks`).
    private func mayBeTask(_ question: Question) -> Bool {
        guard question.stated != nil else { return question.params?["task"] != nil }
        let capabilities = question.params?["_meta"]?[MetaKey.clientCapabilities.description]
        return question.method == "tools/call" && capabilities?["extensions"]?["io.modelcontextprotocol/tasks"] != nil
    }

    private mutating func settle(_ id: RequestID, _ index: Int) {
        questions[id]?.remove(at: index)
        if questions[id]?.isEmpty == true { questions[id] = nil }
    }

    private mutating func learn(from result: JSON, to question: Question, _ schema: WireSchema) {
        if question.method == "initialize", question.stated == nil { session = schema }
        if let task = result["task"]?["taskId"]?.string { tasks[task] = question.method }
    }
}
