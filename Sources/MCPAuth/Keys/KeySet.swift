internal import MCPCore

/// The public keys of an issuer (RFC 7517, section 5).
struct KeySet: Sendable {
    let keys: [VerificationKey]

    /// - Returns: nil for what is no key set.
    init?(_ document: JSON, limit: Int) async {
        guard let members = document["keys"]?.array else { return nil }
        var keys: [VerificationKey] = []
        for member in members.prefix(limit) { keys += await VerificationKey.keys(of: member) }
        self.keys = keys
    }

    /// The keys that a token may have been signed with. A token without a key id is tried with those of its algorithm.
    func candidates(for token: SignedToken) -> [VerificationKey] {
        keys.filter { $0.algorithm == token.algorithm && (token.keyID == nil || $0.id == token.keyID) }
    }
}
