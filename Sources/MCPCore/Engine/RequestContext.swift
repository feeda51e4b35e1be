public import Logging

/// What is known of a request beside what it asks.
///
/// A reference underneath: it goes through many hands, and a copy costs one retain.
public struct RequestContext: Sendable {
    private final class Storage: Sendable {
        let id: RequestID
        let peer: Peer
        let revision: ProtocolRevision
        let client: ClientDescription
        let meta: RequestMeta
        let progress: ProgressReporter
        let serverLogger: Logger

        init(
            _ id: RequestID, _ peer: Peer, _ revision: ProtocolRevision, _ client: ClientDescription, _ meta: RequestMeta,
            _ progress: ProgressReporter, _ serverLogger: Logger
        ) {
            self.id = id
            self.peer = peer
            self.revision = revision
            self.client = client
            self.meta = meta
            self.progress = progress
            self.serverLogger = serverLogger
        }
    }

    private let storage: Storage

    init(
        id: RequestID, peer: Peer, revision: ProtocolRevision, client: ClientDescription, meta: RequestMeta, progress: ProgressReporter,
        serverLogger: Logger
    ) {
        storage = Storage(id, peer, revision, client, meta, progress, serverLogger)
    }

    public var id: RequestID { storage.id }
    public var peer: Peer { storage.peer }
    public var revision: ProtocolRevision { storage.revision }
    public var client: ClientDescription { storage.client }
    public var meta: RequestMeta { storage.meta }
    var progress: ProgressReporter { storage.progress }
    /// The session that the request came over, if it came over one.
    var session: Session? { storage.peer.session }

    /// Names the request in everything it logs.
    public var logger: Logger {
        var logger = storage.serverLogger
        logger[metadataKey: "mcp.request"] = "\(id)"
        logger[metadataKey: "mcp.revision"] = "\(revision)"
        return logger
    }
}
