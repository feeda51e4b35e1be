internal import Logging

/// What all calls of a client share. One reference, so that a call takes none of it apart.
final class FetchSetup: Sendable {
    let configuration: FetchConfiguration
    let clock: any FetchClock
    let logger: Logger?
    let breakers: CircuitBreakers
    let urls = RecentURLs()

    init(_ configuration: FetchConfiguration, _ clock: any FetchClock, _ logger: Logger?) {
        self.configuration = configuration
        self.clock = clock
        self.logger = logger
        breakers = CircuitBreakers(policy: configuration.circuitBreaker)
    }
}
