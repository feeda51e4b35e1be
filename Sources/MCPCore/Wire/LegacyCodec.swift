/// The session revisions: 2024-11-05, 2025-03-26, 2025-06-18 and 2025-11-25 share one vocabulary and differ by a table.
struct LegacyCodec: WireCodec {
    let revision: ProtocolRevision
    let features: RevisionFeatures

    init(_ revision: ProtocolRevision) {
        self.revision = revision
        features = .of(revision)
    }

    func lift(_ method: String, _ params: Params) throws(MCPError) -> Invocation {
        switch method {
        case "initialize": .initialize(revision)
        case "ping": .ping
        case "tools/list": .listTools(cursor: try params.optionalString("cursor"))
        case "tools/call": try liftToolCall(params)
        default: throw .methodNotFound(method)
        }
    }

    func lower(_ reply: Reply, to id: RequestID) throws(MCPError) -> RawMessage {
        let features = features
        return try .result(to: id) { writer throws(MCPError) in
            switch reply {
            case .initialized(let server), .discovered(let server):
                writer.member("protocolVersion", revision.name)
                writer.capabilities(server.capabilities)
                writer.key("serverInfo")
                writer.implementation(server.implementation, features)
                writer.member("instructions", server.instructions)
            case .pong: break
            case .tools(let page): writer.tools(page, features)
            case .toolResult(let result):
                writer.toolResult(result, features)
                if features.structuredContent, let meta = result.meta {
                    writer.key("_meta")
                    writer.object(meta)
                }
            case .invalidArguments(let tool, let issues):
                guard features.invalidArgumentsAreToolErrors else { throw .invalidArguments(tool: tool, issues) }
                writer.toolResult(.invalidArguments(tool: tool, issues), features)
            }
        }
    }
}
