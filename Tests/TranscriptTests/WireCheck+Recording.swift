import MCPTesting
import Testing

extension WireCheck {
    private static let schemas = WireSchemas.nearest()

    /// A check whose violations are issues of the test.
    static func recording() -> WireCheck {
        WireCheck(schemas) { Issue.record("\($0)") }
    }
}
