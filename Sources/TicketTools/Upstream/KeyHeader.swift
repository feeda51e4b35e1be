/// The header in which a ticket API takes its key.
public struct KeyHeader: Sendable, Hashable {
    public let name: String
    /// Stands before the key: `Bearer`, `Basic`.
    public let scheme: String?

    /// `x-api-key`
    public static let standard = KeyHeader(name: "x-api-key", scheme: nil)

    private init(name: String, scheme: String?) {
        self.name = name
        self.scheme = scheme
    }

    init(_ reader: inout MappingReader) throws(ConfigurationError) {
        name = try reader.needed("header").lowercased()
        scheme = try reader.text("scheme")
        guard HeaderText.isName(name), name != "host", scheme.map(HeaderText.isName) ?? true else {
            throw reader.fault("header", "is no header that can hold a key")
        }
        try reader.finish()
    }

    func value(_ key: Secret) -> String { scheme.map { "\($0) \(key.reveal())" } ?? key.reveal() }
}
