/// One piece of what a tool answers.
///
/// A revision that lacks a kind gets the nearest that it has; that is the codecs' work.
public struct Content: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case text(String)
        /// Base64 without line breaks.
        case image(base64: String, mimeType: String)
        /// Base64 without line breaks.
        case audio(base64: String, mimeType: String)
        case resourceLink(ResourceLink)
        case resource(ResourceContents)
    }

    public var kind: Kind
    public var annotations: Annotations?
    public var meta: JSONObject?

    public init(_ kind: Kind, annotations: Annotations? = nil, meta: JSONObject? = nil) {
        self.kind = kind
        self.annotations = annotations
        self.meta = meta
    }

    public static func text(_ text: String) -> Content { Content(.text(text)) }

    /// The text, where it is text.
    public var text: String? { if case .text(let text) = kind { text } else { nil } }
}

/// A resource that a client may read.
public struct ResourceLink: Sendable, Hashable {
    public var uri: String
    public var name: String
    public var title: String?
    public var description: String?
    public var mimeType: String?
    /// In bytes.
    public var size: Int64?

    public init(
        uri: String, name: String, title: String? = nil, description: String? = nil, mimeType: String? = nil, size: Int64? = nil
    ) {
        self.uri = uri
        self.name = name
        self.title = title
        self.description = description
        self.mimeType = mimeType
        self.size = size
    }
}
