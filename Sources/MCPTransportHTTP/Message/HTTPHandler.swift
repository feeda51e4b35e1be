/// Answers HTTP requests. Web servers of any make can run one: it has no sockets.
public protocol HTTPHandler: Sendable {
    /// Serves one request.
    ///
    /// Never blocks and never suspends, so a web server may call it on its event loop; most answers are given before it returns.
    /// - Returns: what is to be told when the connection goes before the response has ended; nil if there is nothing left to tell.
    func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)?

    /// Takes no new work and finishes what there is; returns when nothing is left or the time is over.
    func shutdown(within time: Duration) async
}
