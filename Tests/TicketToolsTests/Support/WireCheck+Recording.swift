internal import MCPCore
internal import MCPTesting
internal import Testing

extension WireCheck {
    private static let schemas = WireSchemas.nearest()

    /// A check of a session that is open in a revision. Violations are issues of the test.
    static func recording(assuming revision: ProtocolRevision) -> WireCheck {
        WireCheck(schemas, assuming: revision) { Issue.record("\($0)") }
    }
}
