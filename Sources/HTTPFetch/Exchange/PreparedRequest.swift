/// A request that has been checked: what it says is safe to put on the wire. Goes by one reference through tasks and threads.
final class PreparedRequest: Sendable {
    let url: FetchURL
    let method: FetchMethod
    let headers: FetchHeaders
    let body: [UInt8]?
    let isIdempotent: Bool
    let timeouts: FetchTimeouts
    /// Of the body, decoded.
    let maximumBytes: Int

    init(_ request: borrowing FetchRequest, _ setup: FetchSetup, _ delivery: Delivery) throws(FetchError) {
        url = try setup.urls.read(request.url)
        method = request.method
        headers = request.headers
        body = request.body
        isIdempotent = request.isIdempotent
        timeouts = request.timeouts ?? setup.configuration.timeouts
        maximumBytes =
            request.maximumResponseBytes
            ?? (delivery == .whole ? setup.configuration.limits.responseBytes : setup.configuration.limits.streamBytes)
        try Self.check(method, hasBody: body != nil)
        try headers.checkForRequest()
        try check(setup)
    }

    /// What another one leads to: it has its times and its limit.
    init(
        after request: PreparedRequest, url: FetchURL, method: FetchMethod, headers: FetchHeaders, body: [UInt8]?, isIdempotent: Bool
    ) {
        self.url = url
        self.method = method
        self.headers = headers
        self.body = body
        self.isIdempotent = isIdempotent
        timeouts = request.timeouts
        maximumBytes = request.maximumBytes
    }

    /// The same with other headers, which are the client's own to add to.
    func with(_ headers: FetchHeaders) -> PreparedRequest {
        PreparedRequest(after: self, url: url, method: method, headers: headers, body: body, isIdempotent: isIdempotent)
    }

    /// To be asked again for the target of each redirect.
    func check(_ setup: FetchSetup) throws(FetchError) {
        guard setup.configuration.allowsHTTP || url.origin.isSecure else {
            throw FetchError(.schemeNotAllowed, "Only https is allowed, and \(url.origin) is not.")
        }
        if !setup.configuration.addresses.isAny, case .url = setup.configuration.proxy.kind {
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
