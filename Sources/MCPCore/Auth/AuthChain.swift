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

    /// At once where every provider that is asked answers at once.
    public func authenticateAtOnce(_ request: AuthRequest) -> Result<Principal, AuthError>? {
        var last = AuthError(.unauthenticated, "Nobody is let in here")
        for provider in providers {
            switch provider.authenticateAtOnce(request) {
            case nil: return nil
            case .success(let principal): return .success(principal)
            case .failure(let error):
                guard error.reason == .unauthenticated else { return .failure(error) }
                last = error
            }
        }
        return .failure(last)
    }
}
