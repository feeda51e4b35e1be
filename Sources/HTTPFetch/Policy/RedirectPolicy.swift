/// Which redirects are followed. None ever leads from https to http.
public struct RedirectPolicy: Sendable, Hashable {
    enum Scope: Sendable, Hashable { case none, sameOrigin, anyHost }

    let scope: Scope
    let maximum: Int

    /// The redirect itself is the response.
    public static let none = RedirectPolicy(scope: .none, maximum: 0)

    /// To the same scheme, host and port; another one is an error.
    public static func sameOrigin(max: Int = 5) -> RedirectPolicy { RedirectPolicy(scope: .sameOrigin, maximum: max) }

    /// Anywhere. Authorization, cookies, API keys and headers marked sensitive stay behind.
    public static func anyHost(max: Int = 5) -> RedirectPolicy { RedirectPolicy(scope: .anyHost, maximum: max) }
}

extension RedirectPolicy {
    private static let sensitive: Set<String> = ["authorization", "cookie", "proxy-authorization", "x-api-key"]
    private static let ofBody = ["content-type", "content-encoding", "content-language", "content-location", "digest", "content-digest"]

    /// The next request after a response, by RFC 9110, 15.4.
    /// - Returns: nil where the response is the last one.
    func next(
        after status: Int, _ answer: FetchHeaders, to request: PreparedRequest, count: Int, sensitiveHeaders: Set<String>
    ) throws(FetchError) -> PreparedRequest? {
        guard scope != .none, [301, 302, 303, 307, 308].contains(status), let location = answer["location"], !location.isEmpty else {
            return nil
        }
        guard count < maximum else { throw FetchError(.tooManyRedirects, "\(request.url.origin) redirected more than \(maximum) times.") }
        let url = try target(location, from: request.url)
        let becomesGet = changesToGet(status, request.method)
        let body = becomesGet ? nil : request.body
        var headers = request.headers
        if becomesGet { for name in Self.ofBody { headers.remove(name) } }
        if url.origin != request.url.origin {
            let kept = request.headers.filter {
                let name = $0.name.lowercasedASCII
                return !$0.isSensitive && !Self.sensitive.contains(name) && !sensitiveHeaders.contains(name)
            }
            let dropsBodyHeaders = body == nil && request.body != nil
            headers = FetchHeaders(fields: kept.filter { !dropsBodyHeaders || !Self.ofBody.contains($0.name.lowercasedASCII) })
        }
        return PreparedRequest(
            after: request, url: url, method: becomesGet ? .get : request.method, headers: headers, body: body,
            isIdempotent: becomesGet || request.isIdempotent)
    }

    private func target(_ location: String, from url: FetchURL) throws(FetchError) -> FetchURL {
        let target: FetchURL
        do {
            target = try FetchURL(location, relativeTo: url)
        } catch {
            if error.code == .schemeNotAllowed { throw error }
            throw FetchError(.redirectRefused, "\(url.origin) redirected to a URL that is not allowed.")
        }
        guard target.origin.isSecure || !url.origin.isSecure else {
            throw FetchError(.redirectRefused, "\(url.origin) redirected from https to http.")
        }
        guard scope == .anyHost || target.origin == url.origin else {
            throw FetchError(.redirectRefused, "\(url.origin) redirected to another origin, \(target.origin).")
        }
        return target
    }

    /// 303 means GET; 301 and 302 mean it for POST, as clients have always read them.
    private func changesToGet(_ status: Int, _ method: FetchMethod) -> Bool {
        switch status {
        case 303: method != .get && method != .head
        case 301, 302: method == .post
        default: false
        }
    }
}
