public import HTTPFetch

/// How the ticket tools behave. A plain value with safe defaults; nothing is read from the environment here.
public struct TicketConfiguration: Sendable {
    /// Where the ticket API is. Without it the tools are listed all the same, and each call says what to set.
    public var baseURL: BaseURL?
    /// Sent as `x-api-key`; ``UpstreamCredentials`` of one's own take its place.
    public var apiKey: Secret?
    /// What dates without a time are taken in.
    public var zone: ZoneOffset
    /// Whether users' addresses are shown in full. Otherwise they are masked: `t***@example.com`.
    public var showsEmail: Bool
    /// What prompts speak unless they are asked for another language; nil for the language of the tickets.
    public var language: PromptLanguage?
    /// How the API is spoken to, where it is one of another shape than that of docs/upstream.md.
    public var mapping: UpstreamMapping?
    public var limits: TicketLimits
    public var timeouts: TicketTimeouts
    /// Sent as `User-Agent`.
    public var userAgent: String
    /// Is told of every call of the ticket API, for metrics and traces.
    public var observer: (any FetchObserver)?

    public init(
        baseURL: BaseURL? = nil, apiKey: Secret? = nil, zone: ZoneOffset = .utc, showsEmail: Bool = false,
        limits: TicketLimits = TicketLimits(), timeouts: TicketTimeouts = TicketTimeouts(), userAgent: String = "ticket-mcp"
    ) {
        self.baseURL = baseURL
        self.apiKey = apiKey
        self.zone = zone
        self.showsEmail = showsEmail
        self.limits = limits
        self.timeouts = timeouts
        self.userAgent = userAgent
    }
}

/// How long a request to the ticket API may take.
public struct TicketTimeouts: Sendable, Hashable {
    public var connect: Duration
    /// With all retries. Below the 60 s after which clients give up.
    public var total: Duration

    public init(connect: Duration = .seconds(5), total: Duration = .seconds(30)) {
        self.connect = connect
        self.total = total
    }
}

/// Bounds on what is taken from the ticket API and kept.
public struct TicketLimits: Sendable, Hashable {
    /// Of one response, decoded.
    public var responseBytes = 8 << 20
    /// How long statuses, categories and channels are kept.
    public var cachePeriod = Duration.seconds(300)
    /// Tenants whose masters are kept at once.
    public var cachedTenants = 256
    /// Users or accounts looked through for one name.
    public var searchedNames = 1_000
    /// Elements of one list of masters in an answer.
    public var listedMasters = 500
    /// Characters of one description in a list of tickets.
    public var listedDescription = 500
    public var exports = ExportLimits()
    /// Tickets that one report looks at.
    public var reportedTickets = 10_000

    public init() {}
}
