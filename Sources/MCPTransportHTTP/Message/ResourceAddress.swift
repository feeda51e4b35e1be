internal import MCPCore

/// Where clients reach us: what metadata and challenges are written for.
struct ResourceAddress {
    static let wellKnown = "/.well-known/oauth-protected-resource"

    private let origin: String
    /// What stands before our paths, with a slash in front; empty where nothing does.
    let prefix: String
    /// It is the configured one, and no caller's saying.
    let isConfigured: Bool

    /// - Returns: nil where nothing says who we are.
    init?(_ configuration: HTTPConfiguration, _ request: HTTPRequest, _ fields: RequestFields) {
        if let url = configuration.publicURL {
            self.init(url, mount: request.mount)
            return
        }
        var scheme = configuration.isSecure ? "https" : "http"
        var host = fields.host
        var prefix = ""
        if configuration.trustsForwardedPrefix {
            if let text = request.headers[known: "x-forwarded-proto"], text == "http" || text == "https" { scheme = text }
            // A name that we would not be called by is not ours, whoever forwarded it.
            if let text = request.headers[known: "x-forwarded-host"], configuration.origins.admits(RequestFields(["host": text])) {
                host = text
            }
            prefix = Self.prefix(request.headers[known: "x-forwarded-prefix"])
        }
        guard let host, !host.isEmpty, host.utf8.allSatisfy(Self.isHost) else { return nil }
        self.init(origin: "\(scheme)://\(host)", prefix: prefix + request.mount, isConfigured: false)
    }

    /// - Parameter url: a configured one, `https://desk.example/tools`, without a slash at the end.
    init(_ url: String, mount: String = "") {
        let start = url.firstRange(of: "://")?.upperBound ?? url.startIndex
        let end = url[start...].firstIndex(of: "/") ?? url.endIndex
        self.init(origin: String(url[..<end]), prefix: String(url[end...]) + mount, isConfigured: true)
    }

    private init(origin: String, prefix: String, isConfigured: Bool) {
        self.origin = origin
        self.prefix = prefix
        self.isConfigured = isConfigured
    }

    /// The identifier of an endpoint (RFC 8707, section 2): without a slash at the end.
    func resource(_ path: String) -> String { origin + prefix + path }

    /// Where an endpoint's metadata is: the well-known path goes between the host and the path (RFC 9728, section 3.1).
    func metadata(_ path: String) -> String { origin + Self.wellKnown + prefix + path }

    private static func prefix(_ text: String?) -> String {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), text.utf8.allSatisfy({ isHost($0) || $0 == UInt8(ascii: "/") }) else {
            return ""
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    private static func isHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"), UInt8(ascii: "["),
            UInt8(ascii: "]"):
            true
        default: false
        }
    }
}

extension HTTPConfiguration {
    /// Where the metadata of an endpoint is, for challenges; nil where there is none.
    func metadataURL(of route: Route, _ request: HTTPRequest, _ fields: RequestFields) -> String? {
        guard resourceMetadata != nil else { return nil }
        return ResourceAddress(self, request, fields)?.metadata(route.path)
    }
}

extension AuthError {
    /// The value of `WWW-Authenticate`.
    /// - Parameter metadata: where the resource's metadata is; nil where there is none.
    func challenge(metadata: String?) -> String? {
        guard let metadata else { return challenge ?? (reason == .unauthenticated ? "Bearer" : nil) }
        if var bearer {
            bearer.resourceMetadata = metadata
            return bearer.text
        }
        let own = BearerChallenge(resourceMetadata: metadata).text
        guard let challenge else { return reason == .unauthenticated ? own : nil }
        guard challenge.hasPrefix("Bearer ") else { return challenge == "Bearer" ? own : challenge }
        return own + ", " + challenge.dropFirst("Bearer ".count)
    }
}
