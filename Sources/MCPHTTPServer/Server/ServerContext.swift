internal import MCPTransportHTTP

/// What all event loops of a server share.
struct ServerContext: Sendable {
    let handler: any HTTPHandler
    let limits: HTTPServerLimits
    let connections: ConnectionCount
}
