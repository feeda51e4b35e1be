/// Why a token is not believed. None of the reasons holds anything of the token.
enum TokenRejection: Error, Hashable {
    case tooLong, malformed, opaque, algorithm, critical, type, unknownIssuer, unknownKey, signature
    case audience, noExpiry, expired, notYetValid, issuedInTheFuture, noSubject, noTenant, inactive

    /// For `error_description`.
    var text: String {
        switch self {
        case .tooLong: "The token is too long"
        case .malformed: "The token is malformed"
        case .opaque: "The token is of a kind that is not taken here"
        case .algorithm: "The token is signed with an algorithm that is not allowed"
        case .critical: "The token demands an extension that is not understood"
        case .type: "The token is of another type than an access token"
        case .unknownIssuer: "The token's issuer is not trusted here"
        case .unknownKey: "The token is signed with a key that its issuer does not have"
        case .signature: "The token's signature is wrong"
        case .audience: "The token was not issued for this server"
        case .noExpiry: "The token does not say when it expires"
        case .expired: "The token has expired"
        case .notYetValid: "The token is not valid yet"
        case .issuedInTheFuture: "The token was issued in the future"
        case .noSubject: "The token does not say whose it is"
        case .noTenant: "The token does not name a tenant"
        case .inactive: "The token is not active"
        }
    }
}
