/// Finds out who is calling.
///
/// It is asked once for each HTTP request, and once for a stdio process. A provider must be safe to call concurrently, and keeps no
/// token: what a client presents here is never passed on to an upstream (MCP specification, authorization, token passthrough).
public protocol AuthProvider: Sendable {
    /// - Throws: ``AuthError`` where the caller is nobody, or may not come in.
    func authenticate(_ request: AuthRequest) async throws(AuthError) -> Principal

    /// The same, for a provider that has nothing to wait for; nil, which is the default, for one that has.
    func authenticateAtOnce(_ request: AuthRequest) -> Result<Principal, AuthError>?
}

extension AuthProvider {
    public func authenticateAtOnce(_ request: AuthRequest) -> Result<Principal, AuthError>? { nil }
}

/// A provider that never has to wait.
public protocol ImmediateAuthProvider: AuthProvider {
    func identify(_ request: AuthRequest) throws(AuthError) -> Principal
}

extension ImmediateAuthProvider {
    public func authenticate(_ request: AuthRequest) async throws(AuthError) -> Principal { try identify(request) }

    public func authenticateAtOnce(_ request: AuthRequest) -> Result<Principal, AuthError>? {
        do throws(AuthError) {
            return .success(try identify(request))
        } catch {
            return .failure(error)
        }
    }
}

/// What a caller shows of itself.
public struct AuthRequest: Sendable {
    /// How the caller reached us.
    public enum Channel: Sendable, Hashable {
        /// The process was started by the caller.
        case process
        case http(method: String, path: String)
    }

    public let channel: Channel
    /// In order of arrival, names in whatever case they came; empty for a process.
    public let headers: [(name: String, value: String)]
    /// The network address of the caller, where there is one.
    public let remoteAddress: String?

    public init(channel: Channel, headers: [(name: String, value: String)] = [], remoteAddress: String? = nil) {
        self.channel = channel
        self.headers = headers
        self.remoteAddress = remoteAddress
    }

    /// The only value of a header; nil where it is absent or there are several.
    /// - Parameter name: in lower case.
    public func header(_ name: String) -> String? {
        var found: String?
        for header in headers where header.name.utf8.count == name.utf8.count && header.name.lowercased() == name {
            guard found == nil else { return nil }
            found = header.value
        }
        return found
    }
}

/// Why a caller may not come in.
public struct AuthError: Error, Sendable, Hashable {
    public enum Reason: Sendable, Hashable {
        /// Nothing was shown, or not what is asked for.
        case unauthenticated
        /// Known, but not allowed.
        case forbidden
        /// The provider cannot tell now.
        case unavailable
    }

    public let reason: Reason
    /// One sentence; holds nothing of what the caller showed.
    public let message: String
    /// The value of `WWW-Authenticate`, which only HTTP shows.
    public let challenge: String?
    /// The same in parts, where it was made of them: a transport adds where the resource's metadata is.
    public let bearer: BearerChallenge?

    public init(_ reason: Reason, _ message: String, challenge: String? = nil) {
        self.reason = reason
        self.message = message
        self.challenge = challenge
        bearer = nil
    }

    public init(_ reason: Reason, _ message: String, bearer: BearerChallenge) {
        self.reason = reason
        self.message = message
        challenge = bearer.text
        self.bearer = bearer
    }
}
