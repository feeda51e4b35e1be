internal import Logging

/// One call from its first attempt to its last, over retries and redirects.
struct Exchange: Sendable {
    /// What a call came to, and for a stream where its body comes from.
    struct Outcome: Sendable {
        var result: TransferResult
        let url: FetchURL
        let transfer: Transfer
    }

    let configuration: FetchConfiguration
    let clock: any FetchClock
    let breakers: CircuitBreakers
    let loop: CurlLoop
    let logger: Logger?
    let observation: (any FetchObservation)?

    nonisolated(nonsending) func run(
        _ request: FetchRequest, _ prepared: PreparedRequest, delivery: Delivery
    ) async throws(FetchError) -> Outcome {
        let started = clock.now()
        let deadline = prepared.timeouts.total.map { started + $0 }
        let retry = request.retry ?? configuration.retry
        let redirectPolicy = request.redirects ?? configuration.redirects
        var current = prepared
        var attempts = 1
        var redirects = 0
        while true {
            let (transfer, result) = try await attempt(current, delivery, deadline: deadline, number: attempts + redirects)
            if let delay = delay(after: result, of: current, retry, attempts), !isPast(deadline, after: delay) {
                transfer.cancel()
                logger?.debug(
                    "request is retried",
                    metadata: ["http.origin": "\(current.url.origin)", "attempt": "\(attempts)", "delay": "\(delay)"])
                try await sleep(delay)
                attempts += 1
                continue
            }
            var final = try result.get()
            let next = try followed(final.head, of: current, redirectPolicy, redirects, transfer)
            if let next {
                transfer.cancel()
                redirects += 1
                current = next
                continue
            }
            final.timing.attempts = attempts
            final.timing.redirects = redirects
            final.timing.total = clock.now() - started
            log(final, current)
            return Outcome(result: final, url: current.url, transfer: transfer)
        }
    }

    private nonisolated(nonsending) func attempt(
        _ request: PreparedRequest, _ delivery: Delivery, deadline: Duration?, number: Int
    ) async throws(FetchError) -> (Transfer, Result<TransferResult, FetchError>) {
        let origin = request.url.origin
        let now = clock.now()
        let left = deadline.map { $0 - now }
        if let left, left <= .zero { throw .timeout(.total, origin) }
        let ticket: CircuitBreaker.Ticket?
        do throws(FetchError) {
            ticket = try breakers.admit(origin, now: now)
        } catch {
            tell(.failure(error), number, origin)
            throw error
        }
        let transfer = Transfer(
            request, delivery: delivery, deadline: left.map { ContinuousClock.now + $0 }, limits: configuration.limits,
            mailbox: loop.mailbox)
        let result = await transfer.open()
        switch result {
        case .success(let response):
            breakers.record(breakers.outcome(ofStatus: response.head.status), ticket, origin, now: clock.now())
            tell(.success(response.head.status), number, origin)
        case .failure(let error):
            breakers.record(CircuitBreakers.outcome(of: error), ticket, origin, now: clock.now())
            tell(.failure(error), number, origin)
            logger?.debug("exchange failed", metadata: ["http.origin": "\(origin)", "error.code": "\(error.code.rawValue)"])
        }
        return (transfer, result)
    }

    private func tell(_ result: Result<Int, FetchError>, _ attempt: Int, _ origin: FetchOrigin) {
        guard let observation else { return }
        observation.attemptEnded(result, attempt: attempt, to: origin, circuit: breakers.state(of: origin, now: clock.now()))
    }

    private func delay(
        after result: Result<TransferResult, FetchError>, of request: PreparedRequest, _ retry: RetryPolicy, _ attempts: Int
    ) -> Duration? {
        guard request.isIdempotent else { return nil }
        return switch result {
        case .success(let response):
            retry.delay(
                afterStatus: response.head.status, response.head.headers, attempt: attempts, unixSeconds: clock.unixSeconds())
        case .failure(let error): retry.delay(after: error, attempt: attempts)
        }
    }

    private func isPast(_ deadline: Duration?, after delay: Duration) -> Bool {
        deadline.map { clock.now() + delay >= $0 } ?? false
    }

    private func sleep(_ delay: Duration) async throws(FetchError) {
        do throws(CancellationError) {
            try await clock.sleep(for: delay)
        } catch {
            throw .cancelled
        }
    }

    private func followed(
        _ head: ResponseHead, of request: PreparedRequest, _ policy: RedirectPolicy, _ count: Int, _ transfer: Transfer
    ) throws(FetchError) -> PreparedRequest? {
        do throws(FetchError) {
            let next = try policy.next(
                after: head.status, head.headers, to: request, count: count, sensitiveHeaders: configuration.sensitiveHeaders)
            try next?.check(configuration)
            if let next { logger?.debug("redirect is followed", metadata: ["http.origin": "\(next.url.origin)"]) }
            return next
        } catch {
            transfer.cancel()
            throw error
        }
    }

    private func log(_ result: TransferResult, _ request: PreparedRequest) {
        logger?.debug(
            "exchange finished",
            metadata: [
                "http.method": "\(request.method)", "http.origin": "\(request.url.origin)", "http.status": "\(result.head.status)",
                "http.attempts": "\(result.timing.attempts)", "duration": "\(result.timing.total)",
            ])
    }
}
