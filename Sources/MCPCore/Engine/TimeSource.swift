/// Time that only moves forward. A seam: tests move it by hand.
public protocol TimeSource: Sendable {
    /// Since some fixed moment.
    var now: Duration { get }

    /// Suspends until `now` has reached `moment`.
    func sleep(until moment: Duration) async throws(CancellationError)
}

/// The system's clock, which goes on while the machine sleeps.
public struct SystemTime: TimeSource {
    private static let origin = ContinuousClock.now

    public init() {}

    public var now: Duration { Self.origin.duration(to: .now) }

    public func sleep(until moment: Duration) async throws(CancellationError) {
        do {
            try await Task.sleep(until: Self.origin.advanced(by: moment), tolerance: .milliseconds(10), clock: .continuous)
        } catch {
            // The only error that `Task.sleep` throws.
            throw CancellationError()
        }
    }
}
