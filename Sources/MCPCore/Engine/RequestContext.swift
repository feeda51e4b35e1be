public import Logging

/// What is known of a request beside what it asks, and the way to its client while it is served.
///
/// A reference underneath: it goes through many hands, and a copy costs one retain.
public struct RequestContext: Sendable {
    final class Storage: Sendable {
        let id: RequestID
        let peer: Peer
        let client: ClientDescription
        let meta: RequestMeta
        let codec: any WireCodec
        let server: MCPServer
        let relay: Relay
        let inquiry: Inquiry

        init(
            _ id: RequestID, _ peer: Peer, _ client: ClientDescription, _ meta: RequestMeta, _ codec: any WireCodec, _ server: MCPServer,
            _ relay: Relay, _ inquiry: Inquiry
        ) {
            self.id = id
            self.peer = peer
            self.client = client
            self.meta = meta
            self.codec = codec
            self.server = server
            self.relay = relay
            self.inquiry = inquiry
        }
    }

    let storage: Storage

    init(
        id: RequestID, peer: Peer, client: ClientDescription, meta: RequestMeta, codec: any WireCodec, server: MCPServer, relay: Relay,
        inquiry: Inquiry
    ) {
        storage = Storage(id, peer, client, meta, codec, server, relay, inquiry)
    }

    /// The same request, served apart from its call: as a task.
    func with(relay: Relay, inquiry: Inquiry) -> RequestContext {
        RequestContext(
            id: id, peer: peer, client: client, meta: meta, codec: storage.codec, server: storage.server, relay: relay, inquiry: inquiry)
    }

    public var id: RequestID { storage.id }
    public var peer: Peer { storage.peer }
    public var principal: Principal { storage.peer.principal }
    public var revision: ProtocolRevision { storage.codec.revision }
    public var client: ClientDescription { storage.client }
    package var server: MCPServer { storage.server }
    public var meta: RequestMeta { storage.meta }
    /// The session that the request came over, if it came over one.
    var session: Session? { storage.peer.session }
    /// Its name.
    package var sessionID: String? { storage.peer.session?.id }
    var relay: Relay { storage.relay }

    /// Names the request in everything it logs.
    public var logger: Logger {
        var logger = storage.server.logger
        logger[metadataKey: "mcp.request"] = "\(id)"
        logger[metadataKey: "mcp.revision"] = "\(revision)"
        return logger
    }
}
