/// The name and version of a program that speaks the protocol. What a peer says of itself is for display, never for decisions.
public struct Implementation: Sendable, Hashable {
    public var name: String
    public var version: String
    /// For people; `name` is for programs.
    public var title: String?
    public var description: String?
    public var websiteURL: String?
    public var icons: [Icon]

    public init(
        name: String, version: String, title: String? = nil, description: String? = nil, websiteURL: String? = nil, icons: [Icon] = []
    ) {
        self.name = name
        self.version = version
        self.title = title
        self.description = description
        self.websiteURL = websiteURL
        self.icons = icons
    }

    /// Reads what a client says of itself. Lenient: real clients leave fields out or send other types; a name is all we need.
    init?(_ slice: JSONSlice?) {
        guard let slice, let name = slice.member("name")?.string else { return nil }
        self.init(name: name, version: slice.member("version")?.string ?? "", title: slice.member("title")?.string)
    }
}
