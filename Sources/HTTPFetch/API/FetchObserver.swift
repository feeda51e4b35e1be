/// Watches the calls of a client, for metrics and traces. See ``FetchConfiguration/observer``.
///
/// It is told on the tasks that call and must not block. A client without one pays nothing.
public protocol FetchObserver: Sendable {
    /// A call begins. What is added to the headers goes out with each of its attempts.
    /// - Returns: what is told how it goes on; nil for a call that is of no interest.
    func callBegan(_ method: FetchMethod, to origin: FetchOrigin, headers: inout FetchHeaders) -> (any FetchObservation)?
}

/// Watches one call of a client.
public protocol FetchObservation: AnyObject, Sendable {
    /// One attempt has ended, with its status or without a response.
    /// - Parameters:
    ///   - attempt: 1 for the first; what is more is a retry, or follows a redirect.
    ///   - circuit: how the origin's circuit stands after it.
    func attemptEnded(_ result: Result<Int, FetchError>, attempt: Int, to origin: FetchOrigin, circuit: CircuitBreaker.State)

    /// The call has ended. Called once; for a stream, when its head is there.
    func ended(_ result: Result<Int, FetchError>)
}
