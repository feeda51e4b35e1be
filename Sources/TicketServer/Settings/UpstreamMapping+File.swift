public import TicketTools

extension UpstreamMapping {
    /// - Parameter path: of a file in the YAML of ``PlainYAML``; JSON without tabs is part of that as far as it stands on one line.
    public init(file path: String) throws(SettingError) {
        guard let text = try FileText.read(path) else { throw SettingError("\(path): no such file") }
        let json = try PlainYAML.read(text, file: path)
        do throws(ConfigurationError) {
            try self.init(json)
        } catch {
            throw SettingError("\(path): \(error)")
        }
    }
}
