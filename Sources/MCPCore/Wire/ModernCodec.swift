/// The stateless revision 2026-07-28: every request says who asks in which revision, every result says what it is.
final class ModernCodec: WireCodec {
    let revision: ProtocolRevision
    let features: RevisionFeatures
    private let cache: CacheHint
    /// Who answers, written once: in full for `server/discover`, by name and version for everything else.
    private let fullServerInfo: RawJSON
    private let serverInfo: RawJSON

    init(_ revision: ProtocolRevision, server: Implementation, cache: CacheHint) {
        self.revision = revision
        self.cache = cache
        let features = RevisionFeatures.of(revision)
        self.features = features
        fullServerInfo = RawJSON { $0.implementation(server, features) }
        serverInfo = RawJSON { $0.implementation(Implementation(name: server.name, version: server.version), features) }
    }

    func lift(_ method: String, _ params: Params) throws(MCPError) -> Invocation {
        switch method {
        case "server/discover": return .discover
        case "subscriptions/listen": return .listen(try liftFilter(params))
        case "tasks/update":
            guard let answers = try params.optionalObject("inputResponses")?.value.object else {
                throw .invalidParams("inputResponses is missing")
            }
            return .updateTask(id: try params.string("taskId"), answers: answers)
        default: return try liftCommon(method, params)
        }
    }

    private func liftFilter(_ params: Params) throws(MCPError) -> SubscriptionFilter {
        guard let wish = try params.optionalObject("notifications") else { throw .invalidParams("notifications is missing") }
        var filter = SubscriptionFilter()
        if wish.member("toolsListChanged")?.value.bool == true { filter.lists.insert(.tools) }
        if wish.member("promptsListChanged")?.value.bool == true { filter.lists.insert(.prompts) }
        if wish.member("resourcesListChanged")?.value.bool == true { filter.lists.insert(.resources) }
        filter.resources = Set(try wish.texts("resourceSubscriptions"))
        filter.tasks = Set(try wish.texts("taskIds"))
        return filter
    }

    func lower(_ reply: Reply, to id: RequestID) throws(MCPError) -> RawMessage {
        let features = features
        return try .result(to: id, capacity: 512) { writer throws(MCPError) in
            writer.member("resultType", reply.resultType)
            var meta: JSONObject?
            var info = serverInfo
            switch reply {
            case .discovered(let server), .initialized(let server):
                info = fullServerInfo
                writer.key("supportedVersions")
                writer.beginArray()
                for revision in ProtocolRevision.all { writer.string(revision.name) }
                writer.endArray()
                writer.capabilities(server.capabilities, features)
                writer.member("instructions", server.instructions)
                write(cache, &writer)
            case .pong, .done: break
            case .listened: meta = [MetaKey.subscription.description: id.json]
            case .tools(let page):
                writer.tools(page, features)
                write(cache, &writer)
            case .toolResult(let result):
                writer.toolResult(result, features)
                meta = result.meta
            case .invalidArguments(let tool, let issues):
                writer.toolResult(.invalidArguments(tool: tool, issues), features)
            case .resources(let page):
                writer.resources(page, "resources", "uri", features)
                write(cache, &writer)
            case .resourceTemplates(let page):
                writer.resources(page, "resourceTemplates", "uriTemplate", features)
                write(cache, &writer)
            case .resource(let result):
                writer.contents(result.contents, features)
                write(result.cache ?? cache, &writer)
            case .prompts(let page):
                writer.prompts(page, features)
                write(cache, &writer)
            case .prompt(let result):
                writer.promptResult(result, features)
                meta = result.meta
            case .completion(let completion): writer.completion(completion)
            case .inputRequired(let required): write(required, &writer)
            case .taskCreated(let record):
                writer.task(record, features)
                // The result of a tool call has content, says its schema, whatever its type; a client that knows tasks looks at the type.
                writer.key("content")
                writer.beginArray()
                writer.endArray()
            case .task(let record): writer.detailedTask(record, features)
            case .tasks, .taskResult: throw MCPError(.internalError, "This revision does not list tasks")
            }
            writer.key("_meta")
            writer.beginObject()
            for member in meta?.members ?? [] {
                writer.key(member.key)
                writer.value(member.value)
            }
            writer.key(MetaKey.serverInfo)
            writer.raw(info)
            writer.endObject()
        }
    }

    func lower(_ error: MCPError, to id: RequestID?) -> RawMessage {
        guard error.code == .resourceNotFound else { return .error(error, to: id) }
        return .error(MCPError(.invalidParams, error.message, data: error.data), to: id)
    }

    func lower(_ notification: ServerNotification, of origin: NotificationOrigin) -> RawMessage {
        .notification(notification.method(features)) { writer in
            writer.params(of: notification, features)
            guard case .subscription(let subscription) = origin else { return }
            writer.key("_meta")
            writer.beginObject()
            writer.key(MetaKey.subscription)
            writer.id(subscription)
            writer.endObject()
        }
    }

    private func write(_ required: InputRequired, _ writer: inout JSONWriter) {
        writer.key("inputRequests")
        writer.beginObject()
        for question in required.requests {
            writer.key(question.key)
            writer.value(lower(question.request))
        }
        writer.endObject()
        writer.member("requestState", required.state)
    }

    private func write(_ cache: CacheHint, _ writer: inout JSONWriter) {
        writer.key("ttlMs")
        writer.integer(cache.timeToLive.milliseconds)
        writer.member("cacheScope", cache.scope.rawValue)
    }
}

extension Reply {
    fileprivate var resultType: String {
        switch self {
        case .inputRequired: "input_required"
        case .taskCreated: "task"
        default: "complete"
        }
    }
}

extension JSONSlice {
    /// An array of strings under a name; absent counts as empty.
    fileprivate func texts(_ name: StaticString) throws(MCPError) -> [String] {
        guard let slice = member(name), !slice.isNull else { return [] }
        guard let elements = slice.value.array else { throw .invalidParams("\(name) must be an array of strings") }
        return try elements.map { element throws(MCPError) in
            guard let text = element.string else { throw .invalidParams("\(name) must be an array of strings") }
            return text
        }
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }
}
