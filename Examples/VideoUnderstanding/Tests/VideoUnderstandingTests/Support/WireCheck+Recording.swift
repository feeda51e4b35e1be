import Foundation
import MCPTesting
import Testing

/// Both measure what the server says in these tests by the official schemas. Violations are issues of the test.
extension HTTPWireCheck {
    static let recording = HTTPWireCheck(WireCheck.schemas, assuming: { _ in .v2024_11_05 }) { Issue.record("\($0)") }
}

extension WireCheck {
    static func recording() -> WireCheck { WireCheck(schemas) { Issue.record("\($0)") } }

    fileprivate static let schemas = WireSchemas.nearest(
        to: URL(filePath: "../../../../../Tests/Schemas", relativeTo: URL(filePath: #filePath)).standardizedFileURL.path())
}
