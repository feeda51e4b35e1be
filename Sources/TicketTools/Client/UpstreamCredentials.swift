public import MCPCore

/// What the ticket API is told of who asks.
///
/// It is made from who is calling, never from what the caller sent: a client's own token is for this server and goes no further.
public protocol UpstreamCredentials: Sendable {
    /// The headers to send for a caller.
    func headers(for principal: Principal) async throws(APIError) -> [(name: String, value: String)]

    /// Callers with the same key see the same statuses, categories and channels, and share what is kept of them. Never a secret.
    func cacheKey(for principal: Principal) -> String
}

extension UpstreamCredentials {
    public func cacheKey(for principal: Principal) -> String { principal.id }
}

/// One key for everybody.
public struct StaticCredentials: UpstreamCredentials {
    private let apiKey: Secret
    private let header: KeyHeader

    public init(apiKey: Secret, in header: KeyHeader = .standard) {
        self.apiKey = apiKey
        self.header = header
    }

    public func headers(for principal: Principal) async throws(APIError) -> [(name: String, value: String)] {
        [(header.name, header.value(apiKey))]
    }

    public func cacheKey(for principal: Principal) -> String { "" }
}

/// For an API that asks for no key.
public struct NoCredentials: UpstreamCredentials {
    public init() {}

    public func headers(for principal: Principal) async throws(APIError) -> [(name: String, value: String)] { [] }

    public func cacheKey(for principal: Principal) -> String { "" }
}
