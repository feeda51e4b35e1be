/// Lets in who shows a secret of exactly 64 characters as a Bearer token; everybody is one principal.
public struct SharedSecretAuthProvider: ImmediateAuthProvider {
    public static let length = 64
    /// Everybody who knows the secret.
    public static let principal = Principal(id: "shared-secret")

    private let secrets: [String]
    private let principal: Principal

    /// - Parameter secrets: one, or two while one replaces the other.
    /// - Throws: where one has another length.
    public init(_ secrets: [String], principal: Principal = principal) throws(AuthError) {
        guard !secrets.isEmpty, secrets.allSatisfy({ $0.utf8.count == Self.length }) else {
            throw AuthError(.unavailable, "A shared secret has exactly \(Self.length) characters")
        }
        self.secrets = secrets
        self.principal = principal
    }

    public func identify(_ request: AuthRequest) throws(AuthError) -> Principal {
        var isKnown = false
        if let presented = request.bearerToken {
            for secret in secrets where ConstantTime.equals(presented, secret) { isKnown = true }
        }
        guard isKnown else { throw AuthError(.unauthenticated, "Unauthorized", challenge: "Bearer") }
        return principal
    }
}

/// How many secrets there are, and nothing of them.
extension SharedSecretAuthProvider: CustomStringConvertible, CustomReflectable {
    public var description: String { "SharedSecretAuthProvider(\(secrets.count))" }
    public var customMirror: Mirror { Mirror(self, children: ["count": secrets.count]) }
}
