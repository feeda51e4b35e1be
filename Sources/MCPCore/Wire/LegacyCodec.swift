/// The session revisions: 2024-11-05, 2025-03-26, 2025-06-18 and 2025-11-25 share one vocabulary and differ by a table.
final class LegacyCodec: WireCodec {
    let revision: ProtocolRevision
    let features: RevisionFeatures

    init(_ revision: ProtocolRevision) {
        self.revision = revision
        features = .of(revision)
    }

    func lift(_ method: String, _ params: Params) throws(MCPError) -> Invocation {
        switch method {
        case "initialize": return .initialize(revision)
        case "ping": return .ping
        case "resources/subscribe": return .subscribe(uri: try params.string("uri"))
        case "resources/unsubscribe": return .unsubscribe(uri: try params.string("uri"))
        case "logging/setLevel":
            guard let level = LogLevel(rawValue: try params.string("level")) else {
                throw .invalidParams("level must be one of \(LogLevel.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return .setLogLevel(level)
        case "tasks/result" where features.tasks == .byClient: return .awaitTask(id: try params.string("taskId"))
        case "tasks/list" where features.tasks == .byClient: return .listTasks(cursor: try params.optionalString("cursor"))
        default: return try liftCommon(method, params)
        }
    }

    func lower(_ reply: Reply, to id: RequestID) throws(MCPError) -> RawMessage {
        let features = features
        return try .result(to: id) { writer throws(MCPError) in
            switch reply {
            case .initialized(let server), .discovered(let server):
                writer.member("protocolVersion", revision.name)
                writer.capabilities(server.capabilities, features)
                writer.key("serverInfo")
                writer.implementation(server.implementation, features)
                writer.member("instructions", server.instructions)
            case .pong, .done, .listened: break
            case .tools(let page): writer.tools(page, features)
            case .toolResult(let result):
                writer.toolResult(result, features)
                meta(result.meta, &writer)
            case .invalidArguments(let tool, let issues):
                guard features.invalidArgumentsAreToolErrors else { throw .invalidArguments(tool: tool, issues) }
                writer.toolResult(.invalidArguments(tool: tool, issues), features)
            case .resources(let page): writer.resources(page, "resources", "uri", features)
            case .resourceTemplates(let page): writer.resources(page, "resourceTemplates", "uriTemplate", features)
            case .resource(let result): writer.contents(result.contents, features)
            case .prompts(let page): writer.prompts(page, features)
            case .prompt(let result):
                writer.promptResult(result, features)
                meta(result.meta, &writer)
            case .completion(let completion): writer.completion(completion)
            case .inputRequired: throw MCPError(.internalError, "This revision has no rounds")
            case .taskCreated(let record):
                writer.key("task")
                writer.beginObject()
                writer.task(record, features)
                writer.endObject()
            case .task(let record): writer.task(record, features)
            case .tasks(let page): writer.tasks(page, features)
            case .taskResult(let record, let result): writer.result(result, of: record)
            }
        }
    }

    func lower(_ error: MCPError, to id: RequestID?) -> RawMessage {
        guard error.code == .missingClientCapability else { return .error(error, to: id) }
        // These revisions have no code for it.
        return .error(MCPError(.invalidRequest, error.message, data: error.data), to: id)
    }

    func lower(_ notification: ServerNotification, of origin: NotificationOrigin) -> RawMessage {
        .notification(notification.method(features)) { writer in
            writer.params(of: notification, features)
            guard case .task(let id) = origin else { return }
            writer.key("_meta")
            writer.relatedTask(id)
        }
    }

    private func meta(_ meta: JSONObject?, _ writer: inout JSONWriter) {
        guard features.structuredContent, let meta else { return }
        writer.key("_meta")
        writer.object(meta)
    }
}
