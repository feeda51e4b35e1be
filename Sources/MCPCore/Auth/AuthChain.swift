/// Several ways to be let in: the first provider that knows the caller decides.
public struct AuthChain: AuthProvider {
    private let providers: [any AuthProvider]

    public init(_ providers: [any AuthProvider]) {
        self.providers = providers
    }

    /// - Throws: what the last provider says. One that cannot tell now, or that knows the caller and refuses, ends the search.
    public func authenticate(_ request: AuthRequest) async throws(AuthError) -> Principal {
        var last = AuthError(.unauthenticated, "Nobody is let in here")
        for provider in providers {
            do throws(AuthError) {
                return try await provider.authenticate(request)
            } catch {
                guard error.reason == .unauthenticated else { throw error }
                last = error
            }
        }
        throw last
    }
}
