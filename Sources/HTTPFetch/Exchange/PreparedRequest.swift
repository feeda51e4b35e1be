/// A request that has been checked: what it says is safe to put on the wire.
struct PreparedRequest: Sendable {
    var url: FetchURL
    var method: FetchMethod
    var headers: FetchHeaders
    var body: [UInt8]?
    var isIdempotent: Bool
    let timeouts: FetchTimeouts
    /// Of the body, decoded.
    let maximumBytes: Int

    init(
        _ request: FetchRequest, _ configuration: FetchConfiguration, delivery: Delivery, urls: RecentURLs = RecentURLs()
    ) throws(FetchError) {
        url = try urls.read(request.url)
        method = request.method
        headers = request.headers
        body = request.body
        isIdempotent = request.isIdempotent
        timeouts = request.timeouts ?? configuration.timeouts
        maximumBytes =
            request.maximumResponseBytes
            ?? (delivery == .whole ? configuration.limits.responseBytes : configuration.limits.streamBytes)
        try Self.check(method, hasBody: body != nil)
        try headers.checkForRequest()
        try check(configuration)
    }

    /// To be asked again for the target of each redirect.
    func check(_ configuration: FetchConfiguration) throws(FetchError) {
        guard configuration.allowsHTTP || url.origin.isSecure else {
            throw FetchError(.schemeNotAllowed, "Only https is allowed, and \(url.origin) is not.")
        }
        if !configuration.addresses.isAny, case .url = configuration.proxy.kind {
            throw FetchError(.addressNotAllowed, "An address policy cannot be kept behind a proxy.")
        }
    }

    private static func check(_ method: FetchMethod, hasBody: Bool) throws(FetchError) {
        guard method.rawValue.isToken, method.rawValue != "CONNECT", method.rawValue != "TRACE" else {
            throw FetchError(.invalidRequest, "The method is not allowed.")
        }
        guard !hasBody || method != .head else { throw FetchError(.invalidRequest, "A HEAD request has no body.") }
    }
}

/// How a body is handed out.
enum Delivery: Sendable, Hashable {
    /// At once, at the end.
    case whole
    /// In pieces, as they come.
    case stream
}
