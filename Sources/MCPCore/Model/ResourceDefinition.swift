/// What a client is told of a resource, or of a family of resources.
public struct ResourceDefinition: Sendable, Hashable {
    /// A URI, or the URI template (RFC 6570) of a family.
    public var uri: String
    public var name: String
    public var title: String?
    public var description: String?
    public var mimeType: String?
    /// In bytes; of a single resource.
    public var size: Int64?
    public var annotations: Annotations?
    public var icons: [Icon]
    public var meta: JSONObject?

    public init(
        uri: String, name: String, title: String? = nil, description: String? = nil, mimeType: String? = nil, size: Int64? = nil,
        annotations: Annotations? = nil, icons: [Icon] = [], meta: JSONObject? = nil
    ) {
        self.uri = uri
        self.name = name
        self.title = title
        self.description = description
        self.mimeType = mimeType
        self.size = size
        self.annotations = annotations
        self.icons = icons
        self.meta = meta
    }
}
