internal import HTTPFetch
public import Logging
public import MCPCore

/// Calls the ticket API: JSON there, JSON back, and one error type for all that can go wrong.
///
/// Safe to use from any task. Cancelling the task closes the connection. Reads are sent again when that may help, and changes that have an
/// idempotency key; others never are, for even one that is bound to a version would report its own first sending as a conflict.
public final class APIClient: Sendable {
    private let baseURL: BaseURL?
    private let address: (any UpstreamAddress)?
    private let credentials: any UpstreamCredentials
    private let responseBytes: Int
    private let fetch: HTTPFetch
    /// Where the API is one of another shape.
    private let mapped: MappedUpstream?

    /// - Parameters:
    ///   - address: where the API is, in place of the configuration's address.
    ///   - credentials: what to send for whom; the configuration's key for everybody unless given.
    public init(
        configuration: TicketConfiguration, address: (any UpstreamAddress)? = nil, credentials: (any UpstreamCredentials)? = nil,
        logger: Logger? = nil
    ) {
        baseURL = configuration.baseURL
        self.address = address
        self.credentials =
            credentials
            ?? configuration.apiKey.map { StaticCredentials(apiKey: $0, in: configuration.mapping?.keyHeader ?? .standard) }
            ?? NoCredentials()
        mapped = configuration.mapping.map { MappedUpstream(mapping: $0, zone: configuration.zone) }
        responseBytes = configuration.limits.responseBytes
        var settings = FetchConfiguration()
        settings.timeouts.connect = configuration.timeouts.connect
        settings.timeouts.total = configuration.timeouts.total
        settings.limits.responseBytes = responseBytes
        settings.userAgent = configuration.userAgent
        fetch = HTTPFetch(configuration: settings, logger: logger)
    }

    /// Ends what still runs. Nothing can be called afterwards.
    public func shutdown() async {
        await fetch.shutdown()
    }

    public func get(_ path: APIPath, _ query: APIQuery = [:], as principal: Principal) async throws(APIError) -> APIResponse {
        guard let mapped else { return try await send(.get, path.description, query, nil, [:], principal) }
        return APIResponse(status: 200, body: try await mapped.get(path, query, .init(client: self, principal: principal)))
    }

    public func post(
        _ path: APIPath, _ body: RawJSON, _ options: WriteOptions = WriteOptions(), as principal: Principal
    ) async throws(APIError) -> APIResponse {
        guard let mapped else { return try await send(.post, path.description, options.query, body, Self.headers(options), principal) }
        return APIResponse(status: 201, body: try await mapped.post(path, body, options, .init(client: self, principal: principal)))
    }

    public func put(_ path: APIPath, _ body: RawJSON, as principal: Principal) async throws(APIError) -> APIResponse {
        try await send(.put, path.description, [:], body, [:], principal)
    }

    /// - Parameter version: sent as `If-Match`: the change is made only if the resource is still at it.
    public func patch(
        _ path: APIPath, _ body: RawJSON, ifMatch version: VersionMatch? = nil, _ options: WriteOptions = WriteOptions(),
        as principal: Principal
    ) async throws(APIError) -> APIResponse {
        if let mapped {
            let request = MappedUpstream.Request(client: self, principal: principal)
            return APIResponse(status: 200, body: try await mapped.patch(path, body, version, options, request))
        }
        var headers = Self.headers(options)
        if let version { headers.add("if-match", version.header) }
        return try await send(.patch, path.description, options.query, body, headers, principal)
    }

    public func delete(_ path: APIPath, as principal: Principal) async throws(APIError) -> APIResponse {
        try await send(.delete, path.description, [:], nil, [:], principal)
    }

    /// Whether the API carries out requests with one idempotency key once.
    func heedsKeys(on path: APIPath) -> Bool { mapped?.heedsKeys(on: path) ?? true }

    /// Callers with the same key share what is kept of the API's masters.
    func cacheKey(for principal: Principal) -> String { credentials.cacheKey(for: principal) }

    private static func headers(_ options: WriteOptions) -> FetchHeaders {
        options.sentKey.map { ["idempotency-key": $0.header] } ?? [:]
    }

    /// - Parameter path: of the API as it is, encoded.
    func send(
        _ method: FetchMethod, _ path: String, _ query: APIQuery, _ body: RawJSON?, _ headers: FetchHeaders, _ principal: Principal
    ) async throws(APIError) -> APIResponse {
        guard let baseURL = try await address?.baseURL() ?? baseURL else { throw .notConfigured }
        var headers = headers
        headers.add("accept", "application/json, application/problem+json")
        if body != nil { headers.add("content-type", "application/json") }
        for (name, value) in try await credentials.headers(for: principal) { headers.add(name, value, isSensitive: true) }
        let isRead = method == .get
        let hasKey = headers["idempotency-key"] != nil || mapped?.mapping.creation.idempotencyHeader.flatMap { headers[$0] } != nil
        let request = FetchRequest(
            method, baseURL.text + path + query.encoded, headers: headers, body: body?.bytes,
            isIdempotent: isRead || hasKey)
        let response: FetchResponse
        do throws(FetchError) {
            response = try await fetch.send(request)
        } catch {
            throw APIError(error, changesSomething: !isRead)
        }
        return try APIResponse(response, limit: responseBytes, changesSomething: !isRead, mayBeEmpty: mapped != nil)
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
