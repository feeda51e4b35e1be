internal import MCPCore

/// A JWT in the compact form (RFC 7515, section 3.1; RFC 7519), taken apart and not yet believed.
struct SignedToken {
    private static let headerLimits = JSONLimits(bytes: 4 << 10, depth: 8, stringBytes: 4 << 10, members: 32)
    private static let claimLimits = JSONLimits(bytes: 16 << 10, depth: 16, stringBytes: 8 << 10, members: 256)
    private static let types: Set = ["jwt", "at+jwt", "application/jwt", "application/at+jwt"]

    let algorithm: SigningAlgorithm
    let keyID: String?
    let claims: JSONObject
    /// What is signed.
    let signed: ArraySlice<UInt8>
    let signature: [UInt8]

    /// Whether a token has the form at all: three parts. Whatever else it is, is not for us to read.
    static func isForm(of token: String) -> Bool { token.utf8.count(where: { $0 == UInt8(ascii: ".") }) == 2 }

    /// Keys and places of keys that a token itself names (`jwk`, `jku`, `x5c`, `x5u`) are not looked at: keys come from the issuer
    /// (RFC 8725, section 3.5).
    init(_ token: String) throws(TokenRejection) {
        let bytes = Array(token.utf8)
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.object(parts[0], Self.headerLimits), let claims = Self.object(parts[1], Self.claimLimits)
        else { throw .malformed }
        guard let name = header["alg"]?.string, let algorithm = SigningAlgorithm(rawValue: name) else { throw .algorithm }
        // No extension is understood, and one that is critical must be (RFC 7515, section 4.1.11).
        guard header["crit"] == nil else { throw .critical }
        // A token of another kind, such as one that announces a logout, is no access token (RFC 8725, section 3.11; RFC 9068, section 2.1).
        if let type = header["typ"] {
            guard let type = type.string, Self.types.contains(type.lowercased()) else { throw .type }
        }
        var keyID: String?
        if let id = header["kid"] {
            guard let text = id.string, text.utf8.count <= 256 else { throw .malformed }
            keyID = text
        }
        guard let signature = Base64URL.decode(parts[2]), !signature.isEmpty else { throw .signature }
        self.algorithm = algorithm
        self.keyID = keyID
        self.claims = claims
        self.signature = signature
        signed = bytes[..<parts[1].endIndex]
    }

    /// The members' names are distinct: what we read twice, we read alike.
    private static func object(_ part: ArraySlice<UInt8>, _ limits: JSONLimits) -> JSONObject? {
        guard let bytes = Base64URL.decode(part) else { return nil }
        do throws(JSONError) {
            return try JSON(parsing: bytes, limits: limits).object
        } catch {
            return nil
        }
    }
}
