internal import HTTPFetch
public import Logging
public import MCPCore

/// Calls the ticket API: JSON there, JSON back, and one error type for all that can go wrong.
///
/// Safe to use from any task. Cancelling the task closes the connection. Reads are sent again when that may help; changes never are, for
/// even one that is bound to a version would report its own first sending as a conflict.
public final class APIClient: Sendable {
    private let baseURL: BaseURL?
    private let address: (any UpstreamAddress)?
    private let credentials: any UpstreamCredentials
    private let responseBytes: Int
    private let fetch: HTTPFetch

    /// - Parameters:
    ///   - address: where the API is, in place of the configuration's address.
    ///   - credentials: what to send for whom; the configuration's key for everybody unless given.
    public init(
        configuration: TicketConfiguration, address: (any UpstreamAddress)? = nil, credentials: (any UpstreamCredentials)? = nil,
        logger: Logger? = nil
    ) {
        baseURL = configuration.baseURL
        self.address = address
        self.credentials = credentials ?? configuration.apiKey.map { StaticCredentials(apiKey: $0) } ?? NoCredentials()
        responseBytes = configuration.limits.responseBytes
        var settings = FetchConfiguration()
        settings.timeouts.connect = configuration.timeouts.connect
        settings.timeouts.total = configuration.timeouts.total
        settings.limits.responseBytes = responseBytes
        settings.userAgent = configuration.userAgent
        settings.observer = configuration.observer
        fetch = HTTPFetch(configuration: settings, logger: logger)
    }

    /// Ends what still runs. Nothing can be called afterwards.
    public func shutdown() async {
        await fetch.shutdown()
    }

    public func get(_ path: APIPath, _ query: APIQuery = [:], as principal: Principal) async throws(APIError) -> APIResponse {
        try await send(.get, path, query, nil, [:], principal)
    }

    public func post(_ path: APIPath, _ body: RawJSON, as principal: Principal) async throws(APIError) -> APIResponse {
        try await send(.post, path, [:], body, [:], principal)
    }

    public func put(_ path: APIPath, _ body: RawJSON, as principal: Principal) async throws(APIError) -> APIResponse {
        try await send(.put, path, [:], body, [:], principal)
    }

    /// - Parameter version: sent as `If-Match`: the change is made only if the resource is still at it.
    public func patch(
        _ path: APIPath, _ body: RawJSON, ifMatch version: VersionMatch? = nil, as principal: Principal
    ) async throws(APIError) -> APIResponse {
        try await send(.patch, path, [:], body, version.map { ["if-match": $0.header] } ?? [:], principal)
    }

    public func delete(_ path: APIPath, as principal: Principal) async throws(APIError) -> APIResponse {
        try await send(.delete, path, [:], nil, [:], principal)
    }

    /// Callers with the same key share what is kept of the API's masters.
    func cacheKey(for principal: Principal) -> String { credentials.cacheKey(for: principal) }

    private func send(
        _ method: FetchMethod, _ path: APIPath, _ query: APIQuery, _ body: RawJSON?, _ headers: FetchHeaders, _ principal: Principal
    ) async throws(APIError) -> APIResponse {
        guard let baseURL = try await address?.baseURL() ?? baseURL else { throw .notConfigured }
        var headers = headers
        headers.add("accept", "application/json, application/problem+json")
        if body != nil { headers.add("content-type", "application/json") }
        for (name, value) in try await credentials.headers(for: principal) { headers.add(name, value, isSensitive: true) }
        let isRead = method == .get
        let request = FetchRequest(
            method, baseURL.text + path.description + query.encoded, headers: headers, body: body?.bytes, isIdempotent: isRead)
        let response: FetchResponse
        do throws(FetchError) {
            response = try await fetch.send(request)
        } catch {
            throw APIError(error, changesSomething: !isRead)
        }
        return try APIResponse(response, limit: responseBytes, changesSomething: !isRead)
    }
}

/// Which version of a resource a change is meant for.
public enum VersionMatch: Sendable, Hashable {
    case exactly(Int)
    /// Whatever it is.
    case any

    var header: String {
        switch self {
        case .exactly(let version): "\"v\(version)\""
        case .any: "*"
        }
    }
}
