internal import HTTPFetch

/// The identifier of an issuer (RFC 8414, section 2), and where its metadata may be.
struct IssuerURL: Sendable {
    private let origin: Substring
    /// Without a slash at the end; empty where there is none.
    private let path: Substring

    /// - Returns: nil for what is no address, has a query, a fragment or user information, or is not allowed.
    init?(_ text: String, _ reach: IssuerReach) {
        guard Self.isAllowed(text, reach), text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }), !text.contains(where: { "?#@\\".contains($0) }),
            let mark = text.firstRange(of: "://")
        else { return nil }
        let end = text[mark.upperBound...].firstIndex(of: "/") ?? text.endIndex
        origin = text[..<end]
        var path = text[end...]
        while path.last == "/" { path.removeLast() }
        self.path = path
    }

    /// In the order in which they are tried: RFC 8414, section 3.1; the same for OpenID Connect; OpenID Connect Discovery 1.0, section 4.
    var metadataURLs: [String] {
        let inserted = ["oauth-authorization-server", "openid-configuration"].map { "\(origin)/.well-known/\($0)\(path)" }
        return path.isEmpty ? inserted : inserted + ["\(origin)\(path)/.well-known/openid-configuration"]
    }

    /// https, and for tests http on loopback. The address itself is looked at when a socket is opened to it.
    static func isAllowed(_ url: String, _ reach: IssuerReach) -> Bool {
        do throws(FetchError) {
            let origin = try FetchOrigin(url: url)
            if origin.scheme == "https" { return true }
            return reach == .loopback && ["127.0.0.1", "[::1]", "localhost"].contains(origin.host)
        } catch {
            return false
        }
    }
}
