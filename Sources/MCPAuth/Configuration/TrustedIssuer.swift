/// An authorization server whose tokens are let in.
public struct TrustedIssuer: Sendable {
    /// Its identifier, an https URL, exactly as its tokens and its metadata hold it: a slash at the end counts.
    public let issuer: String
    /// What its tokens may hold as `iss` instead.
    public var aliases: [String] = []
    public var algorithms = Set(SigningAlgorithm.allCases)
    /// Who we are to this issuer; nil for what the configuration says.
    public var audiences: [String]?
    /// Where its keys are, if its metadata is not to be asked.
    public var keySetURL: String?
    /// How tokens that are no JWT are looked up; nil where there are none.
    public var introspection: Introspection?

    public init(_ issuer: String, introspection: Introspection? = nil) {
        self.issuer = issuer
        self.introspection = introspection
    }

    /// Google. Its access tokens are opaque, and its token info endpoint says whose they are; its ID tokens are JWTs. Both are issued to
    /// one's own OAuth client, which therefore is the audience.
    /// - Parameter clientIDs: the ids of one's OAuth clients, such as `123-abc.apps.googleusercontent.com`.
    public static func google(clientIDs: [String]) -> TrustedIssuer {
        var google = TrustedIssuer(
            "https://accounts.google.com", introspection: .googleTokenInfo(endpoint: "https://oauth2.googleapis.com/tokeninfo"))
        google.aliases = ["accounts.google.com"]
        google.algorithms = [.rs256]
        google.audiences = clientIDs
        return google
    }
}

/// How an issuer is asked about a token that says nothing by itself.
public struct Introspection: Sendable {
    enum Style: Sendable {
        /// RFC 7662.
        case standard(ClientCredentials)
        /// A response with status 400 is what others say by `active: false`.
        case googleTokenInfo
    }

    let style: Style
    /// nil for what the issuer's metadata names.
    let endpoint: String?

    /// - Parameter endpoint: nil for the `introspection_endpoint` of the issuer's metadata.
    public static func standard(_ credentials: ClientCredentials, endpoint: String? = nil) -> Introspection {
        Introspection(style: .standard(credentials), endpoint: endpoint)
    }

    public static func googleTokenInfo(endpoint: String) -> Introspection {
        Introspection(style: .googleTokenInfo, endpoint: endpoint)
    }
}

/// How we show an issuer who we are. Its description does not hold the secret.
public struct ClientCredentials: Sendable, CustomStringConvertible, CustomReflectable {
    public let id: String
    let secret: String

    public init(id: String, secret: String) {
        self.id = id
        self.secret = secret
    }

    public var description: String { "ClientCredentials(\(id))" }
    public var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
