public import Logging
internal import Synchronization

/// An HTTP client over libcurl, for any number of concurrent calls.
///
/// Making one costs next to nothing: its thread and libcurl start with the first request. Call ``shutdown(_:)`` when done with it;
/// one that is merely dropped cancels nothing that still runs, and ends its thread after it.
///
/// ```swift
/// let fetch = HTTPFetch()
/// let response = try await fetch.send(FetchRequest(.get, "https://tickets.example/tickets"))
/// await fetch.shutdown()
/// ```
public final class HTTPFetch: Sendable {
    /// What becomes of the calls that run when the client is shut down.
    public enum ShutdownMode: Sendable, Hashable {
        /// They fail with ``FetchError/Code/closed``.
        case cancel
        /// They come to their own end first, streams too.
        case finish
    }

    private enum Lifecycle {
        case idle
        case running(CurlLoop)
        /// The loop stays here for those who wait for its end.
        case closed(CurlLoop?)
    }

    public let configuration: FetchConfiguration
    private let clock: any FetchClock
    private let logger: Logger?
    private let breakers: CircuitBreakers
    private let urls = RecentURLs()
    private let lifecycle = Mutex(Lifecycle.idle)

    public init(configuration: FetchConfiguration = FetchConfiguration(), logger: Logger? = nil, clock: any FetchClock = SystemFetchClock())
    {
        self.configuration = configuration
        self.logger = logger
        self.clock = clock
        breakers = CircuitBreakers(policy: configuration.circuitBreaker)
    }

    /// Sends a request and collects the whole response, up to the limit. Cancelling the task closes the connection.
    public func send(_ request: FetchRequest) async throws(FetchError) -> FetchResponse {
        let outcome = try await exchange(request, .whole).outcome
        let result = outcome.result
        return FetchResponse(
            status: result.head.status, headers: result.head.headers, body: result.body, url: outcome.url.text, timing: result.timing)
    }

    /// Sends a request and returns when the head of the response is there. The body is read only as fast as the stream is.
    public func stream(_ request: FetchRequest) async throws(FetchError) -> FetchStream {
        let (outcome, loop) = try await exchange(request, .stream)
        return FetchStream(outcome, loop)
    }

    /// Refuses new calls, ends those that run, and returns when the client's thread is gone. May be called more than once.
    public func shutdown(_ mode: ShutdownMode = .cancel) async {
        let loop = lifecycle.withLock { lifecycle -> CurlLoop? in
            switch lifecycle {
            case .idle:
                lifecycle = .closed(nil)
                return nil
            case .running(let loop):
                lifecycle = .closed(loop)
                return loop
            case .closed(let loop): return loop
            }
        }
        await loop?.stop(mode)
    }

    /// Whether an origin is being left alone.
    public func circuitState(of origin: FetchOrigin) -> CircuitBreaker.State { breakers.state(of: origin, now: clock.now()) }

    /// The loop, if a call was ever made.
    var loopIfStarted: CurlLoop? {
        lifecycle.withLock { lifecycle in
            switch lifecycle {
            case .idle: nil
            case .running(let loop): loop
            case .closed(let loop): loop
            }
        }
    }

    private nonisolated(nonsending) func exchange(
        _ request: FetchRequest, _ delivery: Delivery
    ) async throws(FetchError) -> (outcome: Exchange.Outcome, loop: CurlLoop) {
        var prepared = try PreparedRequest(request, configuration, delivery: delivery, urls: urls)
        guard !Task.isCancelled else { throw .cancelled }
        let loop = try runningLoop()
        let observation = configuration.observer?.callBegan(prepared.method, to: prepared.url.origin, headers: &prepared.headers)
        let exchange = Exchange(
            configuration: configuration, clock: clock, breakers: breakers, loop: loop, logger: logger, observation: observation)
        guard let observation else { return (try await exchange.run(request, prepared, delivery: delivery), loop) }
        do throws(FetchError) {
            let outcome = try await exchange.run(request, prepared, delivery: delivery)
            observation.ended(.success(outcome.result.head.status))
            return (outcome, loop)
        } catch {
            observation.ended(.failure(error))
            throw error
        }
    }

    private func runningLoop() throws(FetchError) -> CurlLoop {
        let result = lifecycle.withLock { lifecycle -> Result<CurlLoop, FetchError> in
            switch lifecycle {
            case .running(let loop): return .success(loop)
            case .closed: return .failure(.closed)
            case .idle:
                do throws(FetchError) {
                    let loop = try CurlLoop(configuration)
                    lifecycle = .running(loop)
                    return .success(loop)
                } catch {
                    return .failure(error)
                }
            }
        }
        return try result.get()
    }
}
