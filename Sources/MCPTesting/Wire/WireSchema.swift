package import MCPCore

/// What a server may say in one revision, by the schema of that revision.
///
/// No method is named here: which definition is whose is read from the schema, by the constants of methods and error codes in it and by its
/// way of naming (`CallToolRequest` is answered with `CallToolResultResponse` and `CallToolResult`, or else with `EmptyResult`).
package struct WireSchema: Sendable {
    package let revision: ProtocolRevision
    private let schema: JSONSchema
    private let requests: [String: String]
    /// Notifications of extensions, which the revision's own union cannot list.
    private let extraNotifications: [String: String]
    private let errors: [Int64: [Rule]]

    /// A definition, and the part of a message that it is about; nil for the whole message.
    struct Rule: Sendable, Hashable {
        let definition: String
        var part: String?
    }

    /// - Parameters:
    ///   - official: the schema of the revision.
    ///   - extensions: what extensions define, in terms of it.
    package init(_ revision: ProtocolRevision, official: JSON, extensions: [JSON] = []) throws(JSONSchemaError) {
        self.revision = revision
        schema = try JSONSchema([official] + extensions)
        let index = WireSchemaIndex(official: official, extensions: extensions)
        requests = index.requests
        extraNotifications = index.extraNotifications
        errors = index.errors
    }

    /// Responses may come in an array.
    var hasBatches: Bool { schema.defines("JSONRPCBatchResponse") }

    package func hasMethod(_ method: String) -> Bool { requests[method] != nil }

    /// What is wrong with a request of a server.
    func faults(ofRequest message: JSON) -> [String] {
        guard schema.defines("ServerRequest") else { return ["/method: a server asks nothing in this revision"] }
        return check(message, [Rule(definition: "JSONRPCRequest"), Rule(definition: "ServerRequest")])
    }

    func faults(ofNotification message: JSON) -> [String] {
        let own = message["method"]?.string.flatMap { extraNotifications[$0] }
        return check(message, [Rule(definition: "JSONRPCNotification"), Rule(definition: own ?? "ServerNotification")])
    }

    func faults(ofError message: JSON) -> [String] {
        let code = message["error"]?["code"]?.integer
        return check(message, [oneOf("JSONRPCErrorResponse", "JSONRPCError")] + (code.flatMap { errors[$0] } ?? []))
    }

    /// What is wrong with a result as the answer to a method.
    /// - Parameters:
    ///   - standsFor: the method whose result it repeats (`tasks/result`).
    ///   - mayBeTask: the request may be answered with a task in place of its result.
    func faults(ofResult message: JSON, to method: String, standsFor: String? = nil, mayBeTask: Bool = false) -> [String] {
        guard let request = requests[method] else { return ["\(method) is no method of \(revision), and has no result"] }
        let envelope = [oneOf("JSONRPCResultResponse", "JSONRPCResponse")]
        guard schema.defines("ResultType") else {
            let faults = check(message, envelope + results(of: request) + (standsFor.flatMap { requests[$0] }.map(results) ?? []))
            guard mayBeTask, !faults.isEmpty else { return faults }
            let asTask = check(message, envelope + [Rule(definition: "CreateTaskResult", part: "result")])
            return asTask.isEmpty ? [] : faults
        }
        // Where results say of what type they are, they are taken at their word: the revision's own union takes an `input_required` for
        // anything that has a type.
        switch message["result"]?["resultType"]?.string {
        case "complete": return check(message, envelope + results(of: request))
        case "input_required":
            let asks = message["result"]?["inputRequests"] != nil || message["result"]?["requestState"] != nil
            let faults = check(message, envelope + responses(of: request) + [Rule(definition: "InputRequiredResult", part: "result")])
            return asks ? faults : faults + ["InputRequiredResult: /result: neither inputRequests nor requestState is there"]
        case "task" where mayBeTask: return check(message, envelope + [Rule(definition: "CreateTaskResult", part: "result")])
        default: return check(message, envelope) + ["/result/resultType is none that answers \(method) here"]
        }
    }

    private func results(of request: String) -> [Rule] {
        let base = request.dropLast("Request".count)
        let own = "\(base)Result"
        return responses(of: request) + [Rule(definition: schema.defines(own) ? own : "EmptyResult", part: "result")]
    }

    private func responses(of request: String) -> [Rule] {
        let response = "\(request.dropLast("Request".count))ResultResponse"
        return schema.defines(response) ? [Rule(definition: response)] : []
    }

    private func oneOf(_ name: String, _ older: String) -> Rule {
        Rule(definition: schema.defines(name) ? name : older)
    }

    private func check(_ message: JSON, _ rules: [Rule]) -> [String] {
        rules.flatMap { rule in
            let value = if let part = rule.part { message[part] ?? .null } else { message }
            let place = rule.part.map { "/\($0)" } ?? ""
            return schema.violations(of: value, as: rule.definition).map { violation in
                "\(rule.definition): \(place)\(violation.path) \(violation.reason)"
            }
        }
    }
}
