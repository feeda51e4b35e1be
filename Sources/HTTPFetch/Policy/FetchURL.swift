internal import CCurl

/// A URL that libcurl's own parser has read, so that what is checked is what is connected to. Without its fragment.
struct FetchURL: Sendable, Hashable {
    static let maximumBytes = 32 << 10

    /// Behind one reference: a URL goes along with all that is done for it, and those in use are shared between threads.
    private let read: Read

    var text: String { read.text }
    var origin: FetchOrigin { read.origin }

    /// - Parameter base: what a relative reference is resolved against.
    /// - Throws: ``FetchError`` that does not hold the URL.
    init(_ text: String, relativeTo base: FetchURL? = nil) throws(FetchError) {
        guard text.utf8.count <= Self.maximumBytes else { throw FetchError(.invalidRequest, "The URL is too long.") }
        guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
            throw FetchError(.invalidRequest, "The URL holds a space or a control character.")
        }
        if let problem = CurlGlobal.problem { throw FetchError(.internalError, problem) }
        guard let parts = ccurl_url() else { throw FetchError(.internalError, "There is no memory for a URL.") }
        defer { ccurl_url_cleanup(parts) }
        if let base { _ = ccurl_url_set(parts, CURLUPART_URL, base.text, 0) }
        let flags = UInt32(CURLU_NON_SUPPORT_SCHEME) | UInt32(CURLU_URLENCODE)
        guard ccurl_url_set(parts, CURLUPART_URL, text, flags) == CURLUE_OK else {
            throw FetchError(.invalidRequest, "The URL cannot be read.")
        }
        guard let scheme = Self.part(parts, CURLUPART_SCHEME)?.lowercasedASCII, scheme == "http" || scheme == "https" else {
            throw FetchError(.schemeNotAllowed, "Only http and https are allowed.")
        }
        guard Self.part(parts, CURLUPART_USER) == nil, Self.part(parts, CURLUPART_PASSWORD) == nil else {
            throw FetchError(.invalidRequest, "The URL holds a user name or password; send them in a header.")
        }
        guard let host = Self.part(parts, CURLUPART_HOST)?.lowercasedASCII, !host.isEmpty,
            let port = Self.part(parts, CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)).flatMap({ Int($0) })
        else { throw FetchError(.invalidRequest, "The URL has no host.") }
        _ = ccurl_url_set(parts, CURLUPART_FRAGMENT, nil, 0)
        guard let whole = Self.part(parts, CURLUPART_URL) else { throw FetchError(.invalidRequest, "The URL cannot be read.") }
        read = Read(text: whole, origin: FetchOrigin(scheme: scheme, host: host, port: port))
    }

    static func == (left: FetchURL, right: FetchURL) -> Bool { left.read === right.read || left.text == right.text }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }

    private static func part(_ parts: OpaquePointer, _ which: CURLUPart, _ flags: UInt32 = 0) -> String? {
        var value: UnsafeMutablePointer<CChar>?
        guard ccurl_url_get(parts, which, &value, flags) == CURLUE_OK, let value else { return nil }
        defer { ccurl_free(value) }
        return String(cString: value)
    }

    private final class Read: Sendable {
        let text: String
        let origin: FetchOrigin

        init(text: String, origin: FetchOrigin) {
            self.text = text
            self.origin = origin
        }
    }
}
