import MCPCore
import MCPTesting
import Testing

extension HTTPWireCheck {
    private static let schemas = WireSchemas.nearest()

    /// A check whose violations are issues of the test.
    static func recording(_ report: @escaping @Sendable (WireViolation) -> Void = { Issue.record("\($0)") }) -> HTTPWireCheck {
        HTTPWireCheck(schemas, assuming: { $0 == "/mcp" ? .v2025_03_26 : .v2024_11_05 }, report: report)
    }
}
