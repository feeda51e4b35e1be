/// One request: what to send, and where it departs from the client's configuration.
///
/// ```swift
/// var request = FetchRequest(.post, "https://tickets.example/tickets", headers: ["content-type": "application/json"], body: json)
/// request.headers.add("x-api-key", key, isSensitive: true)
/// ```
public struct FetchRequest: Sendable {
    public var method: FetchMethod
    /// `http` or `https`, percent-encoded, without user name and password.
    public var url: String
    public var headers: FetchHeaders
    public var body: [UInt8]?
    /// What the client goes by instead of its configuration, where given.
    public var timeouts: FetchTimeouts?
    public var maximumResponseBytes: Int?
    public var redirects: RedirectPolicy?
    public var retry: RetryPolicy?
    private var idempotence: Bool?

    public init(
        _ method: FetchMethod = .get, _ url: String, headers: FetchHeaders = [:], body: [UInt8]? = nil, isIdempotent: Bool? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.idempotence = isIdempotent
    }

    /// Whether sending it twice does no harm; only then it is retried. By the method unless set, as for a POST with an `Idempotency-Key`.
    public var isIdempotent: Bool {
        get { idempotence ?? method.isIdempotent }
        set { idempotence = newValue }
    }
}
