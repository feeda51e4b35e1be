/// The words of one revision: from its messages to the neutral model and back.
///
/// A method that the revision lacks is absent from `lift`, and so is answered with -32601 by construction.
protocol WireCodec: Sendable {
    var revision: ProtocolRevision { get }
    var features: RevisionFeatures { get }

    /// - Throws: an unknown method, or parameters of the wrong shape.
    func lift(_ method: String, _ params: Params) throws(MCPError) -> Invocation

    /// The `result` of a response.
    /// - Throws: what this revision answers with an error.
    func lower(_ reply: Reply, to id: RequestID) throws(MCPError) -> RawMessage

    func lower(_ error: MCPError, to id: RequestID?) -> RawMessage

    func lower(_ notification: ServerNotification, of origin: NotificationOrigin) -> RawMessage
}

/// On whose behalf a notification is sent, as far as its revision says so.
enum NotificationOrigin: Sendable {
    /// Of a request that is being served, or of nobody's.
    case request
    /// Of the request that asked to be told of changes.
    case subscription(RequestID)
    case task(String)
}

extension WireCodec {
    /// What both eras have: lists, calls, and what they are about.
    func liftCommon(_ method: String, _ params: Params) throws(MCPError) -> Invocation {
        switch method {
        case "tools/list": .listTools(cursor: try params.optionalString("cursor"))
        case "tools/call": try liftToolCall(params)
        case "resources/list": .listResources(cursor: try params.optionalString("cursor"))
        case "resources/templates/list": .listResourceTemplates(cursor: try params.optionalString("cursor"))
        case "resources/read": .readResource(uri: try params.string("uri"))
        case "prompts/list": .listPrompts(cursor: try params.optionalString("cursor"))
        case "prompts/get": .getPrompt(name: try params.string("name"), arguments: try params.texts("arguments"))
        case "completion/complete": .complete(try liftCompletion(params))
        case "tasks/get" where features.tasks != .absent: .getTask(id: try params.string("taskId"))
        case "tasks/cancel" where features.tasks != .absent: .cancelTask(id: try params.string("taskId"))
        default: throw .methodNotFound(method)
        }
    }

    private func liftToolCall(_ params: Params) throws(MCPError) -> Invocation {
        var wish: ToolCall.TaskWish?
        if features.tasks == .byClient, let task = try params.optionalObject("task") {
            let milliseconds = task.member("ttl")?.value.double
            wish = ToolCall.TaskWish(timeToLive: milliseconds.map { .milliseconds(Int64(min(max($0, 0), 1e12))) })
        }
        return .callTool(ToolCall(name: try params.string("name"), arguments: try params.optionalObject("arguments"), task: wish))
    }

    private func liftCompletion(_ params: Params) throws(MCPError) -> CompletionRequest {
        guard let reference = try params.optionalObject("ref"), let argument = try params.optionalObject("argument") else {
            throw .invalidParams("ref and argument must be there")
        }
        guard let name = argument.member("name")?.string, let value = argument.member("value")?.string else {
            throw .invalidParams("argument.name and argument.value must be strings")
        }
        var context: [String: String] = [:]
        for member in try params.optionalObject("context")?.member("arguments")?.value.object?.members ?? [] {
            context[member.key] = member.value.string
        }
        return CompletionRequest(reference: try lift(reference: reference), argument: name, value: value, context: context)
    }

    private func lift(reference: JSONSlice) throws(MCPError) -> CompletionRequest.Reference {
        switch reference.member("type")?.string {
        case "ref/prompt":
            guard let name = reference.member("name")?.string else { throw .invalidParams("ref.name must be a string") }
            return .prompt(name: name)
        case "ref/resource":
            guard let uri = reference.member("uri")?.string else { throw .invalidParams("ref.uri must be a string") }
            return .resource(uri: uri)
        default: throw .invalidParams("ref.type must be ref/prompt or ref/resource")
        }
    }

    /// A request of ours to a client.
    /// - Parameter task: the task that asks.
    func lower(_ request: ClientRequest, id: RequestID, task: String?) -> RawMessage {
        let features = features
        return RawMessage.request(id, request.method) { writer in
            request.writeParams(&writer, features)
            if let task {
                writer.key("_meta")
                writer.relatedTask(task)
            }
        }
    }

    /// A request of ours as a part of something else: `method` and `params`.
    func lower(_ request: ClientRequest) -> JSON {
        let params = RawJSON { writer in
            writer.beginObject()
            request.writeParams(&writer, features)
            writer.endObject()
        }
        return ["method": .string(request.method.description), "params": params.value]
    }

    /// What an ended task's request would have been answered with.
    func outcome(of outcome: Result<Reply, MCPError>) -> Result<JSONObject, MCPError> {
        do throws(MCPError) {
            let response = try lower(try outcome.get(), to: 0).bytes
            // What we wrote ourselves is JSON, and a response has a result.
            return .success(JSONSlice(unchecked: response, response.indices).member("result")?.value.object ?? [:])
        } catch {
            return .failure(error)
        }
    }
}

extension Params {
    /// An object of strings; absent counts as empty.
    fileprivate func texts(_ name: StaticString) throws(MCPError) -> [String: String] {
        var texts: [String: String] = [:]
        for member in try optionalObject(name)?.value.object?.members ?? [] {
            guard let text = member.value.string else { throw .invalidParams("\(name).\(member.key.prefix(60)) must be a string") }
            texts[member.key] = text
        }
        return texts
    }
}
