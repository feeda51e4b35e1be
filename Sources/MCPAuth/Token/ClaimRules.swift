internal import MCPCore

/// What the claims of a token must say, whether a JWT holds them (RFC 7519, RFC 9068) or an introspection response does (RFC 7662).
struct ClaimRules: Sendable {
    /// A token that is believed.
    struct Verified: Sendable {
        let principal: Principal
        /// Seconds since 1970; nil only for an introspected token without it.
        let expiry: Double?
    }

    private static let subjectBytes = 255
    private static let claimBytes = 1_024
    private static let scopeCount = 256

    private let issuer: TrustedIssuer
    private let issuerNames: Set<[UInt8]>
    private let audiences: Set<Audience>
    private let resource: (@Sendable (String) -> [String: String]?)?
    private let tenantClaim: String?
    private let keptClaims: [String]
    private let skew: Double

    init(_ issuer: TrustedIssuer, _ configuration: OAuthConfiguration) {
        self.issuer = issuer
        issuerNames = Set(([issuer.issuer] + issuer.aliases).map { Array($0.utf8) })
        audiences = Set((issuer.audiences ?? configuration.audiences).map(Audience.init))
        resource = issuer.audiences == nil ? configuration.resource : nil
        tenantClaim = configuration.tenantClaim
        keptClaims = configuration.keptClaims
        skew = configuration.clockSkew / .seconds(1)
    }

    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - isIntrospected: the issuer itself has just called the token active, so it need not say by whom it was issued and until when.
    func check(_ claims: JSONObject, now: Double, isIntrospected: Bool) throws(TokenRejection) -> Verified {
        if let name = claims["iss"] {
            guard let name = name.string, issuerNames.contains(Array(name.utf8)) else { throw .unknownIssuer }
        } else if !isIntrospected {
            throw .unknownIssuer
        }
        let named = Self.texts(claims["aud"])
        var attributes: [String: String] = [:]
        if !named.contains(where: { audiences.contains(Audience($0)) }) {
            guard let resource, let found = named.lazy.compactMap(resource).first else { throw .audience }
            attributes = found
        }
        let expiry = try time(claims["exp"])
        guard expiry != nil || isIntrospected else { throw .noExpiry }
        if let expiry, expiry <= now { throw .expired }
        if let start = try time(claims["nbf"]), start > now + skew { throw .notYetValid }
        if let issued = try time(claims["iat"]), issued > now + skew { throw .issuedInTheFuture }
        return Verified(principal: try principal(claims, attributes), expiry: expiry)
    }

    /// - Parameter resource: what is known of the audience; no claim takes its place.
    private func principal(_ claims: JSONObject, _ resource: [String: String]) throws(TokenRejection) -> Principal {
        guard let subject = claims["sub"]?.string, Self.isPlain(subject, upTo: Self.subjectBytes) else { throw .noSubject }
        var attributes: [String: String] = [:]
        for name in keptClaims {
            if let value = claims[name].flatMap(Self.text) { attributes[name] = value }
        }
        var id = issuer.issuer
        if let tenantClaim {
            guard let tenant = claims[tenantClaim].flatMap(Self.text), !tenant.isEmpty else { throw .noTenant }
            attributes["tenant"] = tenant
            id += "?tenant=" + PercentEncoding.encode(tenant)
        }
        attributes.merge(resource) { $1 }
        // An issuer's identifier has neither a query nor a fragment (RFC 8414, section 2), so two callers never get the same id.
        id += "#" + PercentEncoding.encodeUnreadable(subject)
        let name = claims["name"]?.string.flatMap { Self.isPlain($0, upTo: 128) ? $0 : nil }
        return Principal(id: id, displayName: name, scopes: Self.scopes(claims), attributes: attributes)
    }

    /// `scope` is a text (RFC 9068, section 2.2.3); some issuers have `scp`, a text or a list.
    private static func scopes(_ claims: JSONObject) -> Set<String> {
        var all: Set<String> = []
        for claim in [claims["scope"], claims["scp"]] {
            for scope in texts(claim).flatMap({ $0.split(separator: " ") }).prefix(scopeCount) where isScope(scope) {
                all.insert(String(scope))
            }
        }
        return all
    }

    /// RFC 6749, section 3.3.
    private static func isScope(_ text: Substring) -> Bool {
        text.utf8.count <= 256 && text.utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }

    /// A text, or the texts of a list (RFC 7519, section 4.1.3). A list with anything else in it says nothing.
    private static func texts(_ value: JSON?) -> [String] {
        if let text = value?.string { return [text] }
        guard let list = value?.array else { return [] }
        let texts = list.compactMap(\.string)
        return texts.count == list.count ? texts : []
    }

    /// A number of seconds, which may have a fraction (RFC 7519, section 2). Google's token info writes it as a text.
    private func time(_ value: JSON?) throws(TokenRejection) -> Double? {
        guard let value else { return nil }
        var seconds = value.double
        if case .googleTokenInfo = issuer.introspection?.style { seconds = seconds ?? value.string.flatMap { Int64($0) }.map(Double.init) }
        guard let seconds, seconds.isFinite else { throw .malformed }
        return seconds
    }

    private static func text(_ value: JSON) -> String? {
        switch value {
        case .string(let text): isPlain(text, upTo: claimBytes) ? text : nil
        case .integer(let number): String(number)
        case .bool(let value): String(value)
        default: nil
        }
    }

    /// Neither empty nor long, and without control characters, which would write lines of their own into a log.
    private static func isPlain(_ text: String, upTo limit: Int) -> Bool {
        !text.isEmpty && text.utf8.count <= limit && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value) }
    }
}
