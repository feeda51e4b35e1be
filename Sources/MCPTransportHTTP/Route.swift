/// The paths that are served.
enum Route: Sendable {
    case mcp, sse, message, rpc, connection, connectionMessage, health, ready, capabilities
    case events, eventStream, eventDebug

    init?(path: String) {
        switch path {
        case "/mcp", "/mcp/": self = .mcp
        case "/sse": self = .sse
        case "/message": self = .message
        case "/rpc": self = .rpc
        case "/mcp/sse": self = .connection
        case "/mcp/sse/message": self = .connectionMessage
        case "/health", "/": self = .health
        case "/ready": self = .ready
        case "/capabilities": self = .capabilities
        case "/events": self = .events
        case "/events/stream": self = .eventStream
        case "/events/debug": self = .eventDebug
        default: return nil
        }
    }

    /// The endpoints of the protocol.
    static let endpoints: [Route] = [.mcp, .sse, .message, .rpc, .connection, .connectionMessage]

    /// As clients are told it.
    var path: String {
        switch self {
        case .mcp: "/mcp"
        case .sse: "/sse"
        case .message: "/message"
        case .rpc: "/rpc"
        case .connection: "/mcp/sse"
        case .connectionMessage: "/mcp/sse/message"
        case .health: "/health"
        case .ready: "/ready"
        case .capabilities: "/capabilities"
        case .events: "/events"
        case .eventStream: "/events/stream"
        case .eventDebug: "/events/debug"
        }
    }

    /// Asked for every request, and so without making anything.
    func allows(_ method: String) -> Bool {
        switch self {
        case .mcp: method == "POST" || method == "GET" || method == "DELETE"
        case .sse, .connection, .health, .ready, .capabilities, .eventStream, .eventDebug: method == "GET"
        case .message, .rpc, .connectionMessage, .events: method == "POST"
        }
    }

    var allow: String {
        let methods = ["GET", "POST", "DELETE"].filter(allows)
        return (methods + ["OPTIONS"] + (isInfo ? ["HEAD"] : [])).joined(separator: ", ")
    }

    /// Asked by probes, which show no identity.
    var isInfo: Bool {
        switch self {
        case .health, .ready, .capabilities: true
        default: false
        }
    }

    /// Events beside the protocol.
    var isEvents: Bool {
        switch self {
        case .events, .eventStream, .eventDebug: true
        default: false
        }
    }
}
