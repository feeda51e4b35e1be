/// How a change is asked for, beside what it is.
public struct WriteOptions: Sendable, Hashable {
    /// Sent as `Idempotency-Key`: the API carries out requests with the same key once, so that such a request may be sent again.
    public var key: IdempotencyKey?
    /// The API checks and shows what it would do, and does nothing.
    public var isDryRun: Bool

    public init(key: IdempotencyKey? = nil, isDryRun: Bool = false) {
        self.key = key
        self.isDryRun = isDryRun
    }

    /// Nothing is carried out in a dry run, so it takes no key.
    var sentKey: IdempotencyKey? { isDryRun ? nil : key }

    var query: APIQuery { isDryRun ? ["dry_run": "true"] : [:] }
}
