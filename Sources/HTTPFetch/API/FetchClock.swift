/// Where the client's policies get the time from: deadlines of a call, waits between attempts, open periods of circuits.
public protocol FetchClock: Sendable {
    /// Time since a fixed moment, never going back.
    func now() -> Duration
    /// Seconds since 1970, for `Retry-After` dates.
    func unixSeconds() -> Int64
    func sleep(for duration: Duration) async throws(CancellationError)
}

/// The machine's clocks.
public struct SystemFetchClock: FetchClock {
    private let start = ContinuousClock.now

    public init() {}

    public func now() -> Duration { start.duration(to: .now) }

    public func unixSeconds() -> Int64 { wallClockSeconds() }

    public func sleep(for duration: Duration) async throws(CancellationError) {
        do {
            try await Task.sleep(for: duration)
        } catch {
            throw CancellationError()
        }
    }
}
