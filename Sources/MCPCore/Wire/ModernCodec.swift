/// The stateless revision 2026-07-28: every request says who asks in which revision, every result says what it is.
struct ModernCodec: WireCodec {
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
        case "server/discover": .discover
        case "tools/list": .listTools(cursor: try params.optionalString("cursor"))
        case "tools/call": try liftToolCall(params)
        default: throw .methodNotFound(method)
        }
    }

    func lower(_ reply: Reply, to id: RequestID) throws(MCPError) -> RawMessage {
        let features = features
        return try .result(to: id, capacity: 512) { writer throws(MCPError) in
            writer.member("resultType", "complete")
            var meta: JSONObject?
            var info = serverInfo
            switch reply {
            case .discovered(let server), .initialized(let server):
                info = fullServerInfo
                writer.key("supportedVersions")
                writer.beginArray()
                for revision in ProtocolRevision.all { writer.string(revision.name) }
                writer.endArray()
                writer.capabilities(server.capabilities)
                writer.member("instructions", server.instructions)
                cacheHint(&writer)
            case .pong: break
            case .tools(let page):
                writer.tools(page, features)
                cacheHint(&writer)
            case .toolResult(let result):
                writer.toolResult(result, features)
                meta = result.meta
            case .invalidArguments(let tool, let issues):
                writer.toolResult(.invalidArguments(tool: tool, issues), features)
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

    private func cacheHint(_ writer: inout JSONWriter) {
        writer.key("ttlMs")
        writer.integer(cache.timeToLive.milliseconds)
        writer.member("cacheScope", cache.scope.rawValue)
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }
}
