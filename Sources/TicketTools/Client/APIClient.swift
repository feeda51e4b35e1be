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
    private let settings: FetchConfiguration
    private let logger: Logger?

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
        settings.observer = configuration.observer
        self.settings = settings
        self.logger = logger
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

    /// - Parameter tag: of what the caller has.
    /// - Returns: nil when that is still so.
    func get(
        _ path: APIPath, _ query: APIQuery, ifNoneMatch tag: EntityTag, as principal: Principal
    ) async throws(APIError) -> APIResponse? {
        // An API of another shape is read through its mapping, whose parts have no tag together.
        guard mapped == nil else { return try await get(path, query, as: principal) }
        let response = try await fetched(.get, path.description, query, nil, ["if-none-match": tag.text], principal)
        return response.status == 304 ? nil : try APIResponse(response, limit: responseBytes, changesSomething: false)
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
        let response = try await fetched(method, path, query, body, headers, principal)
        return try APIResponse(response, limit: responseBytes, changesSomething: method != .get, mayBeEmpty: mapped != nil)
    }

    private func fetched(
        _ method: FetchMethod, _ path: String, _ query: APIQuery, _ body: RawJSON?, _ headers: FetchHeaders, _ principal: Principal
    ) async throws(APIError) -> FetchResponse {
        let isRead = method == .get
        let request = try await request(method, path, query, body, headers, principal)
        do throws(FetchError) {
            return try await fetch.send(request)
        } catch {
            throw APIError(error, changesSomething: !isRead)
        }
    }

    private func request(
        _ method: FetchMethod, _ path: String, _ query: APIQuery, _ body: RawJSON?, _ headers: FetchHeaders, _ principal: Principal
    ) async throws(APIError) -> FetchRequest {
        guard let baseURL = try await address?.baseURL() ?? baseURL else { throw .notConfigured }
        var headers = headers
        if !headers.contains("accept") { headers.add("accept", "application/json, application/problem+json") }
        if body != nil { headers.add("content-type", "application/json") }
        for (name, value) in try await credentials.headers(for: principal) { headers.add(name, value, isSensitive: true) }
        let hasKey = headers["idempotency-key"] != nil || mapped?.mapping.creation.idempotencyHeader.flatMap { headers[$0] } != nil
        return FetchRequest(
            method, baseURL.text + path + query.encoded, headers: headers, body: body?.bytes, isIdempotent: method == .get || hasKey)
    }
}

extension APIClient {
    /// It speaks to an API of another shape, which has no feed of changes.
    public var isMapped: Bool { mapped != nil }

    /// For one stream that lasts. Its failures are not counted against calls, nor theirs against it, and whoever reads it tries again.
    func makeFeedFetch() -> HTTPFetch {
        var settings = settings
        settings.circuitBreaker = nil
        settings.retry = .none
        return HTTPFetch(configuration: settings, logger: nil)
    }

    /// - Parameters:
    ///   - id: of the last event that was read.
    ///   - silence: how long no byte may come.
    func openFeed(_ fetch: HTTPFetch, after id: String?, silence: Duration) async throws -> FetchStream {
        var headers: FetchHeaders = ["accept": "text/event-stream", "cache-control": "no-store"]
        if let id { headers.add("last-event-id", id) }
        var request = try await request(.get, APIPath("changes").description, [:], nil, headers, .anonymous)
        request.timeouts = FetchTimeouts(connect: settings.timeouts.connect, total: settings.timeouts.total, stall: silence)
        return try await fetch.stream(request)
    }
}

/// The tag of one state of a list (RFC 9110, section 8.8.3), as a header can carry it.
struct EntityTag: Sendable, Hashable {
    let text: String

    init?(_ text: String?) {
        guard let text, (2...256).contains(text.utf8.count), text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { return nil }
        self.text = text
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
