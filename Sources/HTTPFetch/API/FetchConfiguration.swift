/// How a client behaves. A plain value with safe defaults; nothing is read from files or the environment but by ``FetchProxy/environment``.
public struct FetchConfiguration: Sendable {
    public var timeouts = FetchTimeouts()
    public var limits = FetchLimits()
    /// How many threads send and receive; each has its share of the limits, and connections of its own. No more are started than calls
    /// at the same time need, and one stays the only one for calls that are made one after the other. nil for one a processor, of four
    /// connections to a host at least.
    public var threads: Int?
    public var redirects = RedirectPolicy.sameOrigin()
    public var retry = RetryPolicy()
    /// One breaker for each origin; nil for none.
    public var circuitBreaker: CircuitBreaker.Policy? = CircuitBreaker.Policy()
    /// Which addresses may be connected to. With another policy than ``AddressPolicy/any``, an environment proxy is not used and a
    /// configured one is refused, for behind a proxy the address is not ours to see.
    public var addresses = AddressPolicy.any
    public var proxy = FetchProxy.environment
    /// False lets only `https` through.
    public var allowsHTTP = true
    public var userAgent = "HTTPFetch"
    /// Certificates in PEM that stand in place of the system's.
    public var caFile: String?
    /// Names, in lower case, never carried to another origin, on top of `authorization`, `cookie`, `proxy-authorization` and `x-api-key`.
    public var sensitiveHeaders: Set<String> = []
    /// Is told of every call, for metrics and traces.
    public var observer: (any FetchObserver)?

    public init() {}
}
