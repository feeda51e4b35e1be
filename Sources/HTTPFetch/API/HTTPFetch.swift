public import Logging

/// An HTTP client over libcurl, for any number of concurrent calls.
///
/// Making one costs next to nothing: its threads and libcurl start with the first requests. Call ``shutdown(_:)`` when done with it;
/// one that is merely dropped cancels nothing that still runs, and ends its threads after it.
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

    private let setup: FetchSetup
    let loops: LoopSet

    public init(configuration: FetchConfiguration = FetchConfiguration(), logger: Logger? = nil, clock: any FetchClock = SystemFetchClock())
    {
        setup = FetchSetup(configuration, clock, logger)
        loops = LoopSet(setup)
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

    /// Refuses new calls, ends those that run, and returns when the client's threads are gone. May be called more than once.
    public func shutdown(_ mode: ShutdownMode = .cancel) async {
        await loops.stop(mode)
    }

    /// Whether an origin is being left alone.
    public func circuitState(of origin: FetchOrigin) -> CircuitBreaker.State {
        setup.breakers.state(of: origin, now: setup.clock.now())
    }

    private func exchange(_ request: FetchRequest, _ delivery: Delivery) throws(FetchError) -> Exchange {
        var prepared = try PreparedRequest(request, setup, delivery)
        guard !Task.isCancelled else { throw .cancelled }
        let loop = try loops.loopForCall()
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
}
