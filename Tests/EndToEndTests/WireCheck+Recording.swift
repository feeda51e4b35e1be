import MCPCore
import MCPTesting
import Testing

extension WireCheck {
    private static let schemas = WireSchemas.nearest()

    /// Measures one conversation by the official schemas, when it is over. Violations are issues of the test.
    /// - Parameter revision: the revision of a conversation that nobody opens.
    static func record(client: String, server: String, assuming revision: ProtocolRevision? = nil) {
        let wire = WireCheck(schemas, assuming: revision) { Issue.record("\($0)") }
        wire.clientSends(lines: client)
        wire.serverSends(lines: server)
    }
}
