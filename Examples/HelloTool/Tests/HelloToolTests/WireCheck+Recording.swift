import Foundation
import MCPTesting
import Testing

extension WireCheck {
    /// Measures what the server says in these tests by the official schemas. Violations are issues of the test.
    static func recording() -> WireCheck { WireCheck(schemas) { Issue.record("\($0)") } }

    private static let schemas = WireSchemas.nearest(
        to: URL(filePath: "../../../../Tests/Schemas", relativeTo: URL(filePath: #filePath)).standardizedFileURL.path())
}
