import MCPCore
import MCPTesting
import Testing

extension WireCheck {
    static let schemas = WireSchemas.nearest()

    /// A check whose violations are issues of the test.
    static func recording(assuming revision: ProtocolRevision? = nil) -> WireCheck {
        WireCheck(schemas, assuming: revision) { Issue.record("\($0)") }
    }
}

extension InProcessPeer {
    /// The peer of all these tests: what the server sends to it is measured by the official schemas.
    ///
    /// A server is better matched by this than by the library's own initialiser, so a test need not know.
    convenience init(_ server: MCPServer, principal: Principal = .anonymous) {
        self.init(server, principal: principal, wire: .recording())
    }
}
