internal import MCPCore
internal import MCPTesting
internal import Testing

extension HTTPWireCheck {
    /// What servers send in these tests is measured by the official schemas. One check for all: sessions differ by their ids.
    static let recording = HTTPWireCheck(.nearest(), assuming: { $0 == "/mcp" ? .v2025_03_26 : .v2024_11_05 }) { Issue.record("\($0)") }
}
