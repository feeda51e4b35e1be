/// A folder or file that a client has open, and that a server may take as meant.
public struct Root: Sendable, Hashable {
    /// `file:` in every revision so far.
    public let uri: String
    /// For people.
    public let name: String?

    public init(uri: String, name: String? = nil) {
        self.uri = uri
        self.name = name
    }
}
