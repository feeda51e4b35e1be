internal import Synchronization

/// A client's breakers, one for each origin, up to a bound.
final class CircuitBreakers: Sendable {
    private static let maximumOrigins = 256

    /// One origin's, which a call that was let through keeps until it reports.
    final class Breaker: Sendable {
        fileprivate let state: Mutex<CircuitBreaker>

        fileprivate init(_ policy: CircuitBreaker.Policy) { state = Mutex(CircuitBreaker(policy: policy)) }
    }

    /// A call that was let through.
    struct Admitted: Sendable {
        fileprivate let breaker: Breaker
        fileprivate let ticket: CircuitBreaker.Ticket

        func record(_ outcome: CircuitBreaker.Outcome, now: Duration) {
            breaker.state.withLock { $0.record(outcome, ticket, now: now) }
        }
    }

    private let policy: CircuitBreaker.Policy?
    private let breakers = Mutex<[FetchOrigin: Breaker]>([:])

    init(policy: CircuitBreaker.Policy?) { self.policy = policy }

    /// - Returns: nil where there are no breakers.
    /// - Throws: ``FetchError/Code/circuitOpen``.
    func admit(_ origin: FetchOrigin, now: Duration) throws(FetchError) -> Admitted? {
        guard let policy else { return nil }
        let breaker = breakers.withLock { breakers in
            if let known = breakers[origin] { return known }
            if breakers.count >= Self.maximumOrigins { Self.makeRoom(in: &breakers) }
            let new = Breaker(policy)
            breakers[origin] = new
            return new
        }
        switch breaker.state.withLock({ $0.admit(now: now) }) {
        case .allowed(let ticket): return Admitted(breaker: breaker, ticket: ticket)
        case .refused(let retryAfter):
            throw FetchError(.circuitOpen, "\(origin) has failed too often and is left alone for a while.", retryAfter: retryAfter)
        }
    }

    func state(of origin: FetchOrigin, now: Duration) -> CircuitBreaker.State {
        breakers.withLock { $0[origin] }?.state.withLock { $0.state(now: now) } ?? .closed
    }

    func outcome(ofStatus status: Int) -> CircuitBreaker.Outcome {
        policy?.failureStatuses.contains(status) == true ? .failure : .success
    }

    static func outcome(of error: FetchError) -> CircuitBreaker.Outcome {
        switch error.code {
        case .resolve, .connect, .tls, .timeout, .connectionReset, .truncated, .protocolError: .failure
        default: .neutral
        }
    }

    /// Forgets those with nothing to remember, or else any one.
    private static func makeRoom(in breakers: inout [FetchOrigin: Breaker]) {
        breakers = breakers.filter { !$0.value.state.withLock { $0.isUntouched } }
        if breakers.count >= maximumOrigins, let origin = breakers.keys.first { breakers[origin] = nil }
    }
}
