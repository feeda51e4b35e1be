/// When a request is sent again. Only idempotent ones are, and never past the deadline of the call.
public struct RetryPolicy: Sendable {
    /// Counted with the first; 1 is no retry.
    public var maxAttempts: Int
    /// The wait is a random part of `baseDelay`, doubled with each attempt up to `maxDelay` ("full jitter").
    public var baseDelay: Duration
    public var maxDelay: Duration
    /// A `Retry-After` beyond this makes the response final.
    public var retryAfterCap: Duration
    public var statuses: Set<Int> = [408, 429, 502, 503, 504]
    /// From 0 up to 1, without 1.
    public var jitter: @Sendable () -> Double = { Double.random(in: 0..<1) }

    public init(
        maxAttempts: Int = 3, baseDelay: Duration = .milliseconds(100), maxDelay: Duration = .seconds(2),
        retryAfterCap: Duration = .seconds(10)
    ) {
        self.maxAttempts = maxAttempts
        self.baseDelay = baseDelay
        self.maxDelay = maxDelay
        self.retryAfterCap = retryAfterCap
    }

    public static let none = RetryPolicy(maxAttempts: 1)
}

extension RetryPolicy {
    /// How long to wait before the next attempt; nil for no next attempt.
    func delay(afterStatus status: Int, _ headers: FetchHeaders, attempt: Int, unixSeconds: @autoclosure () -> Int64) -> Duration? {
        guard attempt < maxAttempts, statuses.contains(status) else { return nil }
        guard let wish = Self.retryAfter(headers, unixSeconds: unixSeconds()) else { return backoff(attempt) }
        return wish <= retryAfterCap ? wish : nil
    }

    func delay(after error: FetchError, attempt: Int) -> Duration? {
        guard attempt < maxAttempts, Self.isTransient(error) else { return nil }
        return backoff(attempt)
    }

    func backoff(_ attempt: Int) -> Duration {
        let ceiling = min(maxDelay, baseDelay * Double(UInt64(1) << UInt64(min(max(attempt - 1, 0), 32))))
        return ceiling * min(max(jitter(), 0), 1)
    }

    private static func isTransient(_ error: FetchError) -> Bool {
        switch error.code {
        case .resolve, .connect, .connectionReset, .truncated: true
        case .timeout: error.timeout == .connect
        default: false
        }
    }

    /// `Retry-After` in seconds or as a date. A date is read against the server's own, which it shares a clock with.
    static func retryAfter(_ headers: FetchHeaders, unixSeconds: Int64) -> Duration? {
        guard let text = headers["retry-after"].map({ String($0.trimmedBlanks) }), !text.isEmpty else { return nil }
        if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return .seconds(text.utf8.count <= 9 ? Int64(text) ?? 0 : 1_000_000_000)
        }
        guard let date = HTTPDate.unixSeconds(text, now: unixSeconds) else { return nil }
        let now = headers["date"].flatMap { HTTPDate.unixSeconds($0, now: unixSeconds) } ?? unixSeconds
        return .seconds(max(0, date - now))
    }
}
