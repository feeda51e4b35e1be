public import MCPCore

/// The event endpoints of a handler: `GET /events/stream`, `POST /events` and `GET /events/debug`.
public struct HTTPEvents: Sendable {
    public var broadcaster: EventBroadcaster
    /// Finds out who watches, apart from who calls tools; nil for the provider that all others have to pass.
    public var auth: (any AuthProvider)?
    /// Who of those may watch.
    public var mayWatch: @Sendable (Principal) -> Bool = { _ in true }
    /// Who may see what others watch.
    public var isAdmin: @Sendable (Principal) -> Bool = { $0.scopes.contains("admin") }
    /// What `POST /events` is signed with; the path is there only with one.
    public var webhookSecrets: [WebhookSecret] = []
    /// Takes what is posted; nil for the broadcaster itself.
    public var publisher: (any EventPublisher)?
    /// The tenant of all events that are posted, whatever they say themselves.
    public var tenant: String?
    public var limits = HTTPEventLimits()

    public init(_ broadcaster: EventBroadcaster) {
        self.broadcaster = broadcaster
    }
}

/// Bounds on what the event endpoints take in. How long a stream lives and what may wait unread is in ``HTTPLimits``.
public struct HTTPEventLimits: Sendable, Hashable {
    /// Event streams in all, and of one principal; beyond, 429.
    public var streams = 20_000
    public var streamsPerPrincipal = 1_000
    /// Values of all filters of one stream.
    public var filterValues = 100
    /// The largest batch that a stream may ask for.
    public var batch = 256
    /// How long a stream may have a batch wait.
    public var batchTime = Duration.seconds(5)
    /// Of a posted body, and the events in it; beyond, 413.
    public var bodyBytes = 1 << 20
    public var postedEvents = 1_000
    /// How far the time of a signature may be from ours, in either direction.
    public var signatureWindow = Duration.seconds(300)
    /// Signatures that are remembered, for as long as they are good; beyond, 503.
    public var signatures = 20_000
    /// Clients that the debug page lists.
    public var listedClients = 1_000

    public init() {}
}
