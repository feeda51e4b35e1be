/// A picture that stands for a server or a tool in a client's user interface.
public struct Icon: Sendable, Hashable {
    public enum Theme: String, Sendable, Hashable {
        case light, dark
    }

    /// An `https:` or `data:` URI.
    public var source: String
    public var mimeType: String?
    /// `48x48`, or `any` for scalable formats.
    public var sizes: [String]
    public var theme: Theme?

    public init(source: String, mimeType: String? = nil, sizes: [String] = [], theme: Theme? = nil) {
        self.source = source
        self.mimeType = mimeType
        self.sizes = sizes
        self.theme = theme
    }
}
