internal import HTTPTypes
internal import Hummingbird

/// What all writes have in common: a body, perhaps a key, perhaps only a look ahead.
struct WriteRequest {
    let body: JSONValue
    let context: WriteContext
    /// Nothing is to be written.
    let isDryRun: Bool

    /// Throws a 400, 413, 415 or 422 ``Problem``.
    init(
        _ request: Request, _ context: APIContext, at now: Instant, types: [String] = ["application/json"]
    ) async throws {
        let actor = try context.requireActor()
        isDryRun = try Self.isDryRun(request)
        let key = try Self.key(request)
        body = try await request.json(types: types)
        var write = WriteContext(actor: actor, now: now)
        // A look ahead has no effect to repeat.
        if let key, !isDryRun {
            let whole = "\(request.method.rawValue) \(request.uri.path)\n\(request.headers[.ifMatch] ?? "")\n\(body.canonical.text)"
            write.once = IdempotentRequest(key: key, fingerprint: SHA256.hex(Array(whole.utf8)))
        }
        self.context = write
    }

    /// Reads the query, which holds nothing else.
    static func isDryRun(_ request: Request) throws(Problem) -> Bool {
        var reader = QueryReader(request.uri.query)
        let flag = reader.flag("dry_run") ?? false
        try reader.finish()
        return flag
    }

    private static func key(_ request: Request) throws(Problem) -> String? {
        guard let name = HTTPField.Name("Idempotency-Key"), let key = request.headers[name] else { return nil }
        guard (1...IdempotentRequest.keyLength).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            let detail = "Idempotency-Key must be 1 to \(IdempotentRequest.keyLength) printable ASCII characters without spaces."
            throw .badRequest("invalid_idempotency_key", detail)
        }
        return key
    }
}
