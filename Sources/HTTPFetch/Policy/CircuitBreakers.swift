internal import Synchronization

/// A client's breakers, one for each origin, up to a bound.
final class CircuitBreakers: Sendable {
    private static let maximumOrigins = 256

    private let policy: CircuitBreaker.Policy?
    private let breakers = Mutex<[FetchOrigin: CircuitBreaker]>([:])

    init(policy: CircuitBreaker.Policy?) { self.policy = policy }

    /// - Returns: nil where there are no breakers.
    /// - Throws: ``FetchError/Code/circuitOpen``.
    func admit(_ origin: FetchOrigin, now: Duration) throws(FetchError) -> CircuitBreaker.Ticket? {
        guard let policy else { return nil }
        let admission = breakers.withLock { breakers in
            // Found by one look in the dictionary, which is what it costs.
            if let known = breakers.index(forKey: origin) { return breakers.values[known].admit(now: now) }
            if breakers.count >= Self.maximumOrigins { Self.makeRoom(in: &breakers) }
            return breakers[origin, default: CircuitBreaker(policy: policy)].admit(now: now)
        }
        switch admission {
        case .allowed(let ticket): return ticket
        case .refused(let retryAfter):
            throw FetchError(.circuitOpen, "\(origin) has failed too often and is left alone for a while.", retryAfter: retryAfter)
        }
    }

    func record(_ outcome: CircuitBreaker.Outcome, _ ticket: CircuitBreaker.Ticket?, _ origin: FetchOrigin, now: Duration) {
        guard let ticket else { return }
        breakers.withLock { $0[origin]?.record(outcome, ticket, now: now) }
    }

    func state(of origin: FetchOrigin, now: Duration) -> CircuitBreaker.State {
        breakers.withLock { $0[origin]?.state(now: now) } ?? .closed
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
    private static func makeRoom(in breakers: inout [FetchOrigin: CircuitBreaker]) {
        breakers = breakers.filter { !$0.value.isUntouched }
        if breakers.count >= maximumOrigins, let origin = breakers.keys.first { breakers[origin] = nil }
    }
}
