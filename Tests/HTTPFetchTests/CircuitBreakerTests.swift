internal import HTTPFetch
internal import Testing

@Suite(.timeLimit(.minutes(1)))
struct CircuitBreakerTests {
    private typealias Ticket = CircuitBreaker.Ticket

    private static func ticket(_ breaker: inout CircuitBreaker, at now: Duration = .zero) -> Ticket? {
        guard case .allowed(let ticket) = breaker.admit(now: now) else { return nil }
        return ticket
    }

    private static func call(_ breaker: inout CircuitBreaker, _ outcome: CircuitBreaker.Outcome, at now: Duration = .zero) {
        guard let ticket = ticket(&breaker, at: now) else { return }
        breaker.record(outcome, ticket, now: now)
    }

    private static func opened() -> CircuitBreaker {
        var breaker = CircuitBreaker()
        for _ in 0..<5 { call(&breaker, .failure) }
        return breaker
    }

    @Test func opensAfterFailuresInARow() {
        var breaker = CircuitBreaker()
        for _ in 0..<4 { Self.call(&breaker, .failure) }
        Self.call(&breaker, .success)
        for _ in 0..<4 { Self.call(&breaker, .failure) }
        #expect(breaker.state(now: .zero) == .closed)
        Self.call(&breaker, .failure)
        #expect(breaker.state(now: .seconds(3)) == .open(retryAfter: .seconds(7)))
        #expect(breaker.admit(now: .seconds(3)) == .refused(retryAfter: .seconds(7)))
    }

    @Test func opensAtTheRatioOfAFullWindow() {
        var breaker = CircuitBreaker()
        for index in 0..<19 { Self.call(&breaker, index % 2 == 0 ? .failure : .success) }
        #expect(breaker.state(now: .zero) == .closed)
        Self.call(&breaker, .failure)
        #expect(breaker.state(now: .zero) == .open(retryAfter: .seconds(10)))
    }

    @Test func theWindowForgets() {
        var breaker = CircuitBreaker()
        for _ in 0..<2 {
            for _ in 0..<4 { Self.call(&breaker, .failure) }
            Self.call(&breaker, .success)
        }
        for _ in 0..<30 { Self.call(&breaker, .success) }
        for _ in 0..<4 { Self.call(&breaker, .failure) }
        #expect(breaker.state(now: .zero) == .closed)
    }

    @Test func oneProbeDecides() throws {
        for (outcome, state) in [
            (CircuitBreaker.Outcome.success, CircuitBreaker.State.closed), (.failure, .open(retryAfter: .seconds(10))),
        ] {
            var breaker = Self.opened()
            #expect(breaker.state(now: .seconds(10)) == .halfOpen)
            let probe = try #require(Self.ticket(&breaker, at: .seconds(10)))
            #expect(Self.ticket(&breaker, at: .seconds(10)) == nil)
            breaker.record(outcome, probe, now: .seconds(11))
            #expect(breaker.state(now: .seconds(11)) == state)
        }
    }

    @Test func aProbeThatSaysNothingGivesWayToAnother() throws {
        var breaker = Self.opened()
        let probe = try #require(Self.ticket(&breaker, at: .seconds(10)))
        breaker.record(.neutral, probe, now: .seconds(11))
        #expect(Self.ticket(&breaker, at: .seconds(11)) != nil)
        #expect(Self.ticket(&breaker, at: .seconds(11)) == nil)
    }

    @Test func lateNewsIsIgnored() throws {
        var breaker = CircuitBreaker()
        let late = try #require(Self.ticket(&breaker))
        for _ in 0..<5 { Self.call(&breaker, .failure) }
        breaker.record(.success, late, now: .seconds(1))
        #expect(breaker.state(now: .seconds(1)) == .open(retryAfter: .seconds(9)))
        _ = Self.ticket(&breaker, at: .seconds(10))
        breaker.record(.success, late, now: .seconds(10))
        #expect(breaker.state(now: .seconds(10)) == .halfOpen)
    }

    @Test func aClientLeavesABrokenUpstreamAlone() async throws {
        let clock = ManualClock()
        let isWell = Shared(false)
        let count = Shared(0)
        let server = TestServer { peer, _ in
            count.increment()
            try peer.respond(isWell.value ? 200 : 503)
        }
        let well = TestServer { peer, _ in try peer.respond() }
        try await withFetch(clock: clock) {
            $0.circuitBreaker = CircuitBreaker.Policy()
        } _: { fetch in
            for _ in 0..<5 { _ = try await fetch.get(server.url) }
            let error = await fetch.failure(server.url)
            #expect(error?.code == .circuitOpen && error?.retryAfter == .seconds(10) && error?.mayHaveReachedServer == false)
            #expect(count.value == 5)
            let origin = try FetchOrigin(url: server.url)
            #expect(fetch.circuitState(of: origin) == .open(retryAfter: .seconds(10)))
            let other = try await fetch.get(well.url)
            #expect(other.status == 200)

            clock.advance(by: .seconds(10))
            _ = try await fetch.get(server.url)
            #expect(await fetch.failure(server.url)?.code == .circuitOpen)

            isWell.change { $0 = true }
            clock.advance(by: .seconds(10))
            for _ in 0..<3 {
                let response = try await fetch.get(server.url)
                #expect(response.status == 200)
            }
            #expect(fetch.circuitState(of: origin) == .closed)
        }
    }
}
