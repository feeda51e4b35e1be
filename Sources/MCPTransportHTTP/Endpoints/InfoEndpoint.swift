internal import MCPCore
internal import Synchronization

/// `/health`, `/ready`, `/capabilities`: what operators and probes ask.
struct InfoEndpoint {
    let endpoint: Endpoint
    let responder: any HTTPResponder
    let headers: HTTPHeaders

    func health() {
        let info = endpoint.server.description.implementation
        let dependencies = endpoint.configuration.dependencies.map { ($0.name, $0.isReachable()) }
        responder.respond(json: 200, headers.adding("cache-control", "no-store")) { writer in
            writer.beginObject()
            writer.key("status")
            writer.string(dependencies.allSatisfy(\.1) ? "ok" : "degraded")
            writer.key("name")
            writer.string(info.name)
            writer.key("version")
            writer.string(info.version)
            writer.key("uptime_seconds")
            writer.integer((endpoint.now - endpoint.start).components.seconds)
            writer.key("auth")
            writer.bool(endpoint.configuration.asksForIdentity)
            writer.key("transports")
            writer.strings(["streamable-http", "http+sse", "rpc", "connection-id-sse"])
            writer.key("protocol_versions")
            writer.strings(ProtocolRevision.all.map(\.name))
            writer.key("sessions")
            writer.integer(Int64(endpoint.sessions.count))
            writer.key("streams")
            writer.integer(Int64(endpoint.openStreams.load(ordering: .relaxed)))
            if !dependencies.isEmpty {
                writer.key("dependencies")
                writer.beginObject()
                for (name, isReachable) in dependencies {
                    writer.key(name)
                    writer.string(isReachable ? "ok" : "away")
                }
                writer.endObject()
            }
            writer.endObject()
        }
    }

    /// Ready to take calls: not so during a shutdown.
    func ready() {
        let isReady = endpoint.calls.isOpen
        responder.respond(json: isReady ? 200 : 503, headers.adding("cache-control", "no-store")) { writer in
            writer.beginObject()
            writer.key("ready")
            writer.bool(isReady)
            writer.endObject()
        }
    }

    func capabilities() {
        let server = endpoint.server
        responder.respond(json: 200, headers) { writer in
            writer.beginObject()
            writer.key("name")
            writer.string(server.description.implementation.name)
            writer.key("version")
            writer.string(server.description.implementation.version)
            writer.key("protocol_versions")
            writer.strings(ProtocolRevision.all.map(\.name))
            // Which tools there are depends on who asks, and is asked with `tools/list`.
            writer.key("capabilities")
            writer.strings(server.description.capabilities.names)
            writer.endObject()
        }
    }
}

extension ServerCapabilities {
    fileprivate var names: [String] {
        let all = [
            (tools, "tools"), (resources, "resources"), (prompts, "prompts"), (completions, "completions"), (logging, "logging"),
            (tasks, "tasks"),
        ]
        return all.filter(\.0).map(\.1)
    }
}

extension JSONWriter {
    mutating func strings(_ values: [String]) {
        beginArray()
        for value in values { string(value) }
        endArray()
    }
}
