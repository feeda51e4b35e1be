internal import HTTPFetch
internal import MCPCore

/// Answers our requests out of a ticket system that speaks otherwise. What goes in and what comes out is that of docs/upstream.md.
struct MappedUpstream: Sendable {
    let mapping: UpstreamMapping
    let zone: ZoneOffset

    var system: String { mapping.name }

    /// One of our requests, and whose it is.
    struct Request: Sendable {
        let client: APIClient
        let principal: Principal
    }

    func get(_ path: APIPath, _ query: APIQuery, _ request: Request) async throws(APIError) -> JSON {
        let segments = path.segments
        switch (segments.first, segments.count) {
        case ("tickets", 1): return try await tickets(query, request)
        case ("tickets", 2): return .object(try await ticket(segments[1], request).json)
        case ("tickets", 3): return try await history(of: segments[1], query, request)
        case (let name?, 1):
            guard let directory = DirectoryName(path: name) else { break }
            return try await self.directory(directory, query, request)
        default: break
        }
        throw unsupported("\(path)")
    }

    func post(_ path: APIPath, _ body: RawJSON, _ options: WriteOptions, _ request: Request) async throws(APIError) -> JSON {
        let members = try Self.members(of: body)
        switch path.segments.count {
        case 1: return try await create(members, options, request)
        case 3: return try await add(members, to: path.segments[1], options, request)
        default: throw unsupported("\(path)")
        }
    }

    func patch(
        _ path: APIPath, _ body: RawJSON, _ version: VersionMatch?, _ options: WriteOptions, _ request: Request
    ) async throws(APIError) -> JSON {
        guard path.segments.count == 2 else { throw unsupported("\(path)") }
        return try await change(path.segments[1], try Self.members(of: body), version, options, request)
    }

    /// Whether asking again under the same key does nothing twice.
    func heedsKeys(on path: APIPath) -> Bool {
        (path.segments.count == 1 ? mapping.creation : mapping.history.addition).idempotencyHeader != nil
    }

    private func unsupported(_ what: String) -> APIError { APIError(.unsupported, "\(system) has no counterpart of \(what) here.") }

    // MARK: Requests of theirs

    func read(_ path: String, _ query: APIQuery, _ request: Request) async throws(APIError) -> JSON {
        try await request.client.send(.get, path, query, nil, [:], request.principal).body
    }

    /// Sends a change. Whatever is read afterwards, the change has been made then.
    func send(
        _ change: BodyMapping, _ id: String?, _ body: RawJSON, _ options: WriteOptions, _ request: Request
    ) async throws(APIError) -> JSON {
        var headers = FetchHeaders()
        if let header = change.idempotencyHeader, let key = options.sentKey { headers.add(header, key.header) }
        let path = Self.filled(change.path, id)
        return try await request.client.send(FetchMethod(rawValue: change.method.rawValue), path, [:], body, headers, request.principal)
            .body
    }

    private static func members(of body: RawJSON) throws(APIError) -> JSONObject {
        do throws(JSONError) {
            return try JSON(parsing: body.bytes, limits: JSONLimits(bytes: body.bytes.count, stringBytes: body.bytes.count)).object ?? [:]
        } catch {
            throw APIError(.validation, "The arguments make no request (\(error)).")
        }
    }

    static func filled(_ path: String, _ id: String?) -> String { path.filled(["id": id?.percentEncoded ?? ""]) }

    /// What nobody asked for twice, but a caller's key promises: said where the promise cannot be kept.
    func notes(on options: WriteOptions, _ change: BodyMapping) -> [String] {
        guard options.sentKey?.isCallers == true, change.idempotencyHeader == nil else { return [] }
        return ["\(system) knows no idempotency keys here: the same call again would do it again."]
    }
}

extension JSONObject {
    /// The object with notes beside it.
    func noting(_ notes: [String]) -> JSONObject {
        guard !notes.isEmpty else { return self }
        var object = self
        object["notes"] = .array((self["notes"]?.array ?? []) + notes.map { .string($0) })
        return object
    }
}
