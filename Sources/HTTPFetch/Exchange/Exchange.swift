internal import Logging

/// One call from its first attempt to its last, over retries and redirects.
struct Exchange: Sendable {
    /// What a call came to, and for a stream where its body comes from.
    struct Outcome: Sendable {
        let result: TransferResult
        /// Of the whole call.
        let timing: FetchTiming
        let url: FetchURL
        let transfer: Transfer
    }

    let setup: FetchSetup
    let loop: CurlLoop
    let request: PreparedRequest
    let delivery: Delivery
    /// What the call itself says of them.
    let retry: RetryPolicy?
    let redirects: RedirectPolicy?
    let observation: (any FetchObservation)?

    nonisolated(nonsending) func run() async throws(FetchError) -> Outcome {
        let started = setup.clock.now()
        let deadline = request.timeouts.total.map { started + $0 }
        var current = request
        var attempts = 1
        var followed = 0
        var now = started
        do throws(FetchError) {
            while true {
                let attempt = try begin(current, deadline, number: attempts + followed, now)
                let result = await attempt.transfer.open()
                now = setup.clock.now()
                conclude(attempt, result, now)
                if let delay = delay(after: result, of: current, attempts), !(deadline.map { now + delay >= $0 } ?? false) {
                    attempt.transfer.cancel()
                    logRetry(of: current, attempts, delay)
                    try await sleep(delay)
                    now = setup.clock.now()
                    attempts += 1
                    continue
                }
                let response = try result.get()
                if let next = try next(after: response.head, to: current, followed, attempt.transfer) {
                    attempt.transfer.cancel()
                    followed += 1
                    current = next
                    continue
                }
                var timing = response.timing
                timing.attempts = attempts
                timing.redirects = followed
                timing.total = now - started
                log(response, timing, current)
                observation?.ended(.success(response.head.status))
                return Outcome(result: response, timing: timing, url: current.url, transfer: attempt.transfer)
            }
        } catch {
            observation?.ended(.failure(error))
            throw error
        }
    }

    private struct Attempt {
        let transfer: Transfer
        let admitted: CircuitBreakers.Admitted?
        let number: Int
    }

    @inline(never)
    private func begin(
        _ request: PreparedRequest, _ deadline: Duration?, number: Int, _ now: Duration
    ) throws(FetchError) -> Attempt {
        let left = deadline.map { $0 - now }
        if let left, left <= .zero { throw .timeout(.total, request.url.origin) }
        let admitted: CircuitBreakers.Admitted?
        do throws(FetchError) {
            admitted = try setup.breakers.admit(request.url.origin, now: now)
        } catch {
            tell(.failure(error), number, request.url.origin, now)
            throw error
        }
        let transfer = Transfer(
            request, delivery: delivery, deadline: left.map { ContinuousClock.now + $0 }, limits: setup.configuration.limits,
            mailbox: loop.mailbox)
        return Attempt(transfer: transfer, admitted: admitted, number: number)
    }

    @inline(never)
    private func conclude(_ attempt: Attempt, _ result: Result<TransferResult, FetchError>, _ now: Duration) {
        switch result {
        case .success(let response):
            attempt.admitted?.record(setup.breakers.outcome(ofStatus: response.head.status), now: now)
            tell(.success(response.head.status), attempt.number, attempt.transfer.request.url.origin, now)
        case .failure(let error):
            let origin = attempt.transfer.request.url.origin
            attempt.admitted?.record(CircuitBreakers.outcome(of: error), now: now)
            tell(.failure(error), attempt.number, origin, now)
            setup.logger?.debug("exchange failed", metadata: ["http.origin": "\(origin)", "error.code": "\(error.code.rawValue)"])
        }
    }

    private func tell(_ result: Result<Int, FetchError>, _ attempt: Int, _ origin: FetchOrigin, _ now: Duration) {
        guard let observation else { return }
        observation.attemptEnded(result, attempt: attempt, to: origin, circuit: setup.breakers.state(of: origin, now: now))
    }

    @inline(never)
    private func delay(
        after result: Result<TransferResult, FetchError>, of request: PreparedRequest, _ attempts: Int
    ) -> Duration? {
        guard request.isIdempotent else { return nil }
        let retry = retry ?? setup.configuration.retry
        return switch result {
        case .success(let response):
            retry.delay(
                afterStatus: response.head.status, response.head.headers, attempt: attempts, unixSeconds: setup.clock.unixSeconds())
        case .failure(let error): retry.delay(after: error, attempt: attempts)
        }
    }

    private func sleep(_ delay: Duration) async throws(FetchError) {
        do throws(CancellationError) {
            try await setup.clock.sleep(for: delay)
        } catch {
            throw .cancelled
        }
    }

    @inline(never)
    private func next(
        after head: ResponseHead, to request: PreparedRequest, _ count: Int, _ transfer: Transfer
    ) throws(FetchError) -> PreparedRequest? {
        do throws(FetchError) {
            let next = try (redirects ?? setup.configuration.redirects).next(
                after: head.status, head.headers, to: request, count: count, sensitiveHeaders: setup.configuration.sensitiveHeaders)
            try next?.check(setup)
            if let next { setup.logger?.debug("redirect is followed", metadata: ["http.origin": "\(next.url.origin)"]) }
            return next
        } catch {
            transfer.cancel()
            throw error
        }
    }

    @inline(never)
    private func logRetry(of request: PreparedRequest, _ attempts: Int, _ delay: Duration) {
        setup.logger?.debug(
            "request is retried",
            metadata: ["http.origin": "\(request.url.origin)", "attempt": "\(attempts)", "delay": "\(delay)"])
    }

    @inline(never)
    private func log(_ result: TransferResult, _ timing: FetchTiming, _ request: PreparedRequest) {
        setup.logger?.debug(
            "exchange finished",
            metadata: [
                "http.method": "\(request.method)", "http.origin": "\(request.url.origin)", "http.status": "\(result.head.status)",
                "http.attempts": "\(timing.attempts)", "duration": "\(timing.total)",
            ])
    }
}
