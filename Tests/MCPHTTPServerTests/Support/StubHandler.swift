internal import MCPTransportHTTP

/// Serves by a closure.
struct StubHandler: HTTPHandler {
    typealias Serve = @Sendable (HTTPRequest, any HTTPResponder) -> (any HTTPExchange)?

    let onServe: Serve
    let onShutdown: @Sendable (Duration) async -> Void

    init(_ onServe: @escaping Serve, onShutdown: @escaping @Sendable (Duration) async -> Void = { _ in }) {
        self.onServe = onServe
        self.onShutdown = onShutdown
    }

    func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
        onServe(request, responder)
    }

    func shutdown(within time: Duration) async {
        await onShutdown(time)
    }

    /// Answers with method, target and body of the request.
    static let echo = StubHandler { request, responder in
        let target = request.path + (request.query.map { "?\($0)" } ?? "")
        responder.respond(HTTPResponseHead(200), Array("\(request.method) \(target) ".utf8) + request.body)
        return nil
    }

    /// Gives the responder away.
    static func handing(to box: Promise<any HTTPResponder>, exchange: StubExchange? = nil) -> StubHandler {
        StubHandler { _, responder in
            box.fulfil(responder)
            return exchange
        }
    }
}

final class StubExchange: HTTPExchange {
    let gone = Promise<Void>()

    func disconnected() {
        gone.fulfil(())
    }
}
