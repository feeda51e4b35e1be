/// The paths that are served.
enum Route: Sendable {
    case mcp, sse, message, rpc, connection, connectionMessage, health, ready, capabilities

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
        default: return nil
        }
    }

    var methods: [String] {
        switch self {
        case .mcp: ["GET", "POST", "DELETE"]
        case .sse, .connection, .health, .ready, .capabilities: ["GET"]
        case .message, .rpc, .connectionMessage: ["POST"]
        }
    }

    var allow: String { (methods + ["OPTIONS"] + (isInfo ? ["HEAD"] : [])).joined(separator: ", ") }

    /// Asked by probes, which show no identity.
    var isInfo: Bool {
        switch self {
        case .health, .ready, .capabilities: true
        default: false
        }
    }
}
