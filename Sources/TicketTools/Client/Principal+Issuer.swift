public import MCPCore

extension Principal {
    /// The issuer of the access token that the caller came with; nil for who came with a key, or with nothing.
    ///
    /// Such principals are named by issuer and subject, `https://login.example#taro`, and an issuer has neither a query nor a fragment
    /// (RFC 8414, section 2).
    public var issuer: String? {
        guard id.hasPrefix("https://") || id.hasPrefix("http://"), id.contains("#") else { return nil }
        return String(id.prefix { $0 != "#" && $0 != "?" })
    }
}
