import Foundation
import MCPTesting
import Testing

extension HTTPWireCheck {
    /// Measures what the server says in these tests by the official schemas. Violations are issues of the test.
    static let recording = HTTPWireCheck(schemas, assuming: { $0 == "/mcp" ? .v2025_03_26 : .v2024_11_05 }) { Issue.record("\($0)") }

    private static let schemas = WireSchemas.nearest(
        to: URL(filePath: "../../../../Tests/Schemas", relativeTo: URL(filePath: #filePath)).standardizedFileURL.path())
}
