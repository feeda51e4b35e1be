/// What a resource holds.
public struct ResourceContents: Sendable, Hashable {
    public enum Body: Sendable, Hashable {
        case text(String)
        /// Base64 without line breaks.
        case blob(base64: String)
    }

    public var uri: String
    public var mimeType: String?
    public var body: Body
    public var meta: JSONObject?

    public init(uri: String, mimeType: String? = nil, body: Body, meta: JSONObject? = nil) {
        self.uri = uri
        self.mimeType = mimeType
        self.body = body
        self.meta = meta
    }
}

/// What reading a resource answers: the resource itself, or for a folder what is in it.
public struct ResourceResult: Sendable, Hashable {
    public var contents: [ResourceContents]
    /// Nil for the server's own hint.
    public var cache: CacheHint?

    public init(_ contents: [ResourceContents], cache: CacheHint? = nil) {
        self.contents = contents
        self.cache = cache
    }
}
