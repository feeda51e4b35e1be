public import Logging

/// What is known of a request beside what it asks.
public struct RequestContext: Sendable {
    public let id: RequestID
    public let peer: Peer
    public let revision: ProtocolRevision
    public let client: ClientDescription
    public let meta: RequestMeta
    let progress: ProgressReporter
    let serverLogger: Logger

    /// Names the request in everything it logs.
    public var logger: Logger {
        var logger = serverLogger
        logger[metadataKey: "mcp.request"] = "\(id)"
        logger[metadataKey: "mcp.revision"] = "\(revision)"
        return logger
    }
}
