public import MCPCore

/// Whether calls are audited, where to, and what happens when that fails.
public struct AuditSettings: Sendable, Hashable {
    public enum Target: Sendable, Hashable {
        case none, standardError
        case file(String)
    }

    public var target = Target.none
    public var loss = AuditLoss.refuseWrites

    public init() {}

    public init(_ reader: SettingsReader) throws(SettingError) {
        switch try reader.text("MCP_AUDIT_LOG") {
        case nil, "off"?: target = .none
        case "stderr"?: target = .standardError
        case let path?: target = .file(path)
        }
        if let text = try reader.text("MCP_AUDIT_LOSS") {
            guard let loss = AuditLoss(rawValue: text.lowercased()) else {
                throw SettingError(
                    "MCP_AUDIT_LOSS must be one of \(AuditLoss.allCases.map(\.rawValue).joined(separator: ", ")), not \"\(text)\"")
            }
            self.loss = loss
        }
    }

    /// - Throws: where the file cannot be opened.
    func makeSink() throws(SettingError) -> FileAuditSink? {
        switch target {
        case .none: nil
        case .standardError: .standardError
        case .file(let path): try FileAuditSink(path: path)
        }
    }
}
