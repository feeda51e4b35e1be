internal import MCPCore

/// What we need of an issuer's metadata (RFC 8414, section 2; OpenID Connect Discovery 1.0, section 3).
struct IssuerMetadata: Sendable {
    let keySetURL: String?
    let introspectionEndpoint: String?

    /// - Returns: nil if it is somebody else's: then nothing of it may be used (RFC 8414, section 3.3).
    init?(_ document: JSON, of issuer: String) {
        guard let name = document["issuer"]?.string, name.utf8.elementsEqual(issuer.utf8) else { return nil }
        keySetURL = document["jwks_uri"]?.string
        introspectionEndpoint = document["introspection_endpoint"]?.string
    }
}
