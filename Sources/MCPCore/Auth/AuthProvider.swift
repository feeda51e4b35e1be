/// Finds out who is calling.
///
/// It is asked once for each HTTP request, and once for a stdio process. A provider must be safe to call concurrently, and keeps no
/// token: what a client presents here is never passed on to an upstream (MCP specification, authorization, token passthrough).
public protocol AuthProvider: Sendable {
    /// - Throws: ``AuthError`` where the caller is nobody, or may not come in.
    func authenticate(_ request: AuthRequest) async throws(AuthError) -> Principal
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
    /// Names in lower case, in order of arrival; empty for a process.
    public let headers: [(name: String, value: String)]
    /// The network address of the caller, where there is one.
    public let remoteAddress: String?

    public init(channel: Channel, headers: [(name: String, value: String)] = [], remoteAddress: String? = nil) {
        self.channel = channel
        self.headers = headers
        self.remoteAddress = remoteAddress
    }

    /// The only value of a header; nil where it is absent or there are several.
    public func header(_ name: String) -> String? {
        let values = headers.filter { $0.name == name }
        return values.count == 1 ? values[0].value : nil
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

    public init(_ reason: Reason, _ message: String, challenge: String? = nil) {
        self.reason = reason
        self.message = message
        self.challenge = challenge
    }
}
