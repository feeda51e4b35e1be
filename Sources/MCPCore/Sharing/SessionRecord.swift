/// What the instances of a server know of a session in common: enough for any of them to serve its next request.
public struct SessionRecord: Sendable, Hashable {
    /// Who can answer for it.
    public enum Kind: String, Sendable {
        /// Any instance.
        case anywhere
        /// The instance that holds its stream, and nobody once that is gone (HTTP+SSE).
        case home
    }

    public let id: String
    public let kind: Kind
    /// ``Principal/id`` of whom it belongs to. Nobody else may learn that it exists.
    public let principal: String
    /// The negotiated revision, as it names itself; nil before `initialize`.
    public var revision: String?
    /// `clientInfo` and `capabilities` as the client sent them.
    public var client: RawJSON
    /// As ``LogLevel`` names it.
    public var logLevel: String
    /// URIs that the client watches.
    public var resources: [String]
    /// Who holds the stream for what belongs to no request: it alone tells of changes.
    public var home: InstanceID
    /// The streams for what belongs to no request that there have been, each of one home, oldest first.
    public var commonStreams: [Int]

    public init(
        id: String, kind: Kind, principal: String, revision: String? = nil, client: RawJSON = RawJSON([:]), logLevel: String = "info",
        resources: [String] = [], home: InstanceID, commonStreams: [Int] = []
    ) {
        self.id = id
        self.kind = kind
        self.principal = principal
        self.revision = revision
        self.client = client
        self.logLevel = logLevel
        self.resources = resources
        self.home = home
        self.commonStreams = commonStreams
    }
}
