/// Who writes, when, and how carefully.
public struct WriteContext: Sendable {
    public let actor: User
    public let now: Instant
    /// Set when the request must take effect once, however often it is sent.
    public var once: IdempotentRequest?

    public init(actor: User, now: Instant, once: IdempotentRequest? = nil) {
        self.actor = actor
        self.now = now
        self.once = once
    }
}

/// A request with an `Idempotency-Key`.
public struct IdempotentRequest: Sendable, Equatable {
    /// Keys of different users are different keys.
    public let key: String
    /// Of everything that makes this request what it is: method, path and body.
    public let fingerprint: String

    public init(key: String, fingerprint: String) {
        self.key = key
        self.fingerprint = fingerprint
    }

    /// How long an answer is kept.
    static let seconds: Int64 = 86_400
    static let keyLength = 255
}

/// An answer as it went out the first time.
public struct StoredAnswer: Sendable, Equatable {
    public let status: Int
    public let headers: [String: String]
    /// JSON.
    public let body: String
    /// Whether this comes from memory, and nothing was done.
    public var isReplay = false

    public init(status: Int, headers: [String: String], body: String) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
