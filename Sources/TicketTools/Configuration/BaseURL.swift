/// Where the ticket API is: `https://desk.example/api/v2`. Paths of requests are put behind it.
///
/// It comes from the configuration alone, never from a request, so that nobody can point the server somewhere else.
public struct BaseURL: Sendable, Hashable, CustomStringConvertible {
    /// Without a slash at the end.
    public let text: String

    /// - Throws: where it is no `http` or `https` address, or holds a user name, a query, a fragment, or anything but ASCII.
    public init(_ text: String) throws(ConfigurationError) {
        guard let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) }) else {
            throw ConfigurationError("The address of the ticket API must begin with https:// or http://.")
        }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
            throw ConfigurationError("The address of the ticket API must be ASCII without blanks; encode other characters as %XX.")
        }
        guard !text.contains("?"), !text.contains("#") else {
            throw ConfigurationError("The address of the ticket API must have no query and no fragment.")
        }
        let rest = text.dropFirst(scheme.count)
        let host = rest.prefix { $0 != "/" }
        guard !host.isEmpty else { throw ConfigurationError("The address of the ticket API has no host.") }
        guard !host.contains("@") else {
            throw ConfigurationError("The address of the ticket API must hold no user name or password; set the API key instead.")
        }
        var end = text.endIndex
        while end > text.startIndex, text[text.index(before: end)] == "/" { end = text.index(before: end) }
        self.text = String(text[..<end])
    }

    public var description: String { text }
}
