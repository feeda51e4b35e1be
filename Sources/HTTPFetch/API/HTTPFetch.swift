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

    private let setup: FetchSetup
    private let lifecycle = Mutex(Lifecycle.idle)

    public init(configuration: FetchConfiguration = FetchConfiguration(), logger: Logger? = nil, clock: any FetchClock = SystemFetchClock())
    {
        setup = FetchSetup(configuration, clock, logger)
    }

    public var configuration: FetchConfiguration { setup.configuration }

    /// Sends a request and collects the whole response, up to the limit. Cancelling the task closes the connection.
    public nonisolated(nonsending) func send(_ request: FetchRequest) async throws(FetchError) -> FetchResponse {
        let outcome = try await exchange(request, .whole).run()
        let head = outcome.result.head
        return FetchResponse(
            status: head.status, headers: head.headers, body: outcome.result.body, url: outcome.url.text, timing: outcome.timing)
    }

    /// Sends a request and returns when the head of the response is there. The body is read only as fast as the stream is.
    public nonisolated(nonsending) func stream(_ request: FetchRequest) async throws(FetchError) -> FetchStream {
        let exchange = try exchange(request, .stream)
        return FetchStream(try await exchange.run(), exchange.loop)
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
    public func circuitState(of origin: FetchOrigin) -> CircuitBreaker.State {
        setup.breakers.state(of: origin, now: setup.clock.now())
    }

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

    private func exchange(_ request: FetchRequest, _ delivery: Delivery) throws(FetchError) -> Exchange {
        var prepared = try PreparedRequest(request, setup.configuration, delivery: delivery, urls: setup.urls)
        guard !Task.isCancelled else { throw .cancelled }
        let loop = try runningLoop()
        var observation: (any FetchObservation)?
        if let observer = setup.configuration.observer {
            var headers = prepared.headers
            observation = observer.callBegan(prepared.method, to: prepared.url.origin, headers: &headers)
            prepared = prepared.with(headers)
        }
        return Exchange(
            setup: setup, loop: loop, request: prepared, delivery: delivery, retry: request.retry, redirects: request.redirects,
            observation: observation)
    }

    private func runningLoop() throws(FetchError) -> CurlLoop {
        let result = lifecycle.withLock { lifecycle -> Result<CurlLoop, FetchError> in
            switch lifecycle {
            case .running(let loop): return .success(loop)
            case .closed: return .failure(.closed)
            case .idle:
                do throws(FetchError) {
                    let loop = try CurlLoop(setup)
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
