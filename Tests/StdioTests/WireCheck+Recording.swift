import MCPTesting
import Testing

extension WireCheck {
    private static let schemas = WireSchemas.nearest()

    /// Measures one conversation, when it is over. Violations are issues of the test.
    static func record(client: String, server: String) {
        let wire = WireCheck(schemas) { Issue.record("\($0)") }
        wire.clientSends(lines: client)
        wire.serverSends(lines: server)
    }
}
