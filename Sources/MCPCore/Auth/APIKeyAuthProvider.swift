/// Lets in who shows a key, in `x-api-key` or as a Bearer token.
public struct APIKeyAuthProvider: ImmediateAuthProvider {
    private let keys: [(key: String, principal: Principal)]

    /// - Parameter keys: several may be valid at a time, so that one can be replaced without a gap.
    public init(_ keys: [(key: String, principal: Principal)]) {
        self.keys = keys
    }

    public func identify(_ request: AuthRequest) throws(AuthError) -> Principal {
        guard let presented = request.header("x-api-key") ?? request.bearerToken else {
            throw AuthError(.unauthenticated, "Send the key in x-api-key, or as a Bearer token", challenge: "Bearer")
        }
        // All are compared, so that the time does not tell which one was close.
        var found: Principal?
        for (key, principal) in keys where ConstantTime.equals(presented, key) { found = principal }
        guard let found else {
            throw AuthError(.unauthenticated, "The key is not valid", challenge: #"Bearer error="invalid_token""#)
        }
        return found
    }
}

/// Whom it knows, and nothing of the keys.
extension APIKeyAuthProvider: CustomStringConvertible, CustomReflectable {
    public var description: String { "APIKeyAuthProvider(\(keys.map(\.principal.id)))" }
    public var customMirror: Mirror { Mirror(self, children: ["principals": keys.map(\.principal.id)]) }
}
