/// The algorithms that tokens may be signed with (RFC 7518, section 3.1; RFC 8037, section 3.1): all asymmetric.
///
/// There is no case for `none` and none for HMAC, whose key an issuer's public key could be mistaken for (RFC 8725, section 2.1).
public enum SigningAlgorithm: String, Sendable, Hashable, CaseIterable {
    case rs256 = "RS256"
    case ps256 = "PS256"
    case es256 = "ES256"
    case es384 = "ES384"
    case edDSA = "EdDSA"
}
