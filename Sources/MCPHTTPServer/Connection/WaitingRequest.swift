internal import MCPTransportHTTP

/// A request in the order of its connection, or what was to become one.
enum WaitingRequest {
    case request(HTTPRequest, isHTTP10: Bool, keepsAlive: Bool)
    /// The last of a connection.
    case refusal(Refusal)
}
