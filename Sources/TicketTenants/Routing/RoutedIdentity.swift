internal import MCPCore

/// Tells a tenant's handler who is calling, as the router found out already: callers are looked up once, before it is known whose handler
/// serves them.
///
/// The handler asks while the router waits for it, on the same thread. Who reaches it by another way is nobody.
struct RoutedIdentity: ImmediateAuthProvider {
    @TaskLocal static var current: Result<Principal, AuthError>?

    func identify(_ request: AuthRequest) throws(AuthError) -> Principal {
        guard let current = Self.current else { throw AuthError(.unauthenticated, "Nobody came this way") }
        return try current.get()
    }
}
