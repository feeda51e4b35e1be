/// What a server is called in directories of servers (SEP-2127, MCP Server Cards, schema v2).
///
/// Where ``HTTPConfiguration/card`` is set, the card is at `/mcp/server-card`, and `/.well-known/mcp/catalog.json` names it, for everybody and
/// for pages of all origins. It says where the server is and how one shows who one is; which tools there are is asked with `tools/list`.
public struct ServerCard: Sendable, Hashable {
    /// As the registry knows it: a domain backwards and a name, `com.example/tickets`.
    public let name: String
    /// For people, 1 to 100 characters. The server's own title where nil.
    public let title: String?
    /// For people, 1 to 100 characters.
    public let description: String
    /// Where people read about it.
    public var websiteURL: String?

    /// - Returns: nil for a name or a text that the schema does not allow.
    public init?(name: String, title: String? = nil, description: String) {
        guard Self.isName(name), 1...100 ~= description.unicodeScalars.count, title.map({ 1...100 ~= $0.unicodeScalars.count }) ?? true
        else { return nil }
        self.name = name
        self.title = title
        self.description = description
    }

    /// The name in catalogs (ADR 0015 of the AI Catalog): the domain forwards, and the name.
    var identifier: String {
        let parts = name.split(separator: "/")
        return "urn:air:\(parts[0].split(separator: ".").reversed().joined(separator: ".")):\(parts[1])"
    }

    private static func isName(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, 3...200 ~= text.utf8.count, parts.allSatisfy({ !$0.isEmpty }) else { return false }
        func isAllowed(_ character: Character, _ others: String) -> Bool {
            character.isASCII && (character.isLetter || character.isNumber) || others.contains(character)
        }
        return parts[0].allSatisfy { isAllowed($0, ".-") } && parts[1].allSatisfy { isAllowed($0, "._-") }
    }
}
