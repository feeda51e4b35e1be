internal import MCPCore
internal import MCPTransportHTTP

/// Tells everybody who watches a resource that it has changed, for `GET /broadcast`.
struct Broadcasting: HTTPHandler {
    static let resource = "tickets://all"

    let server: MCPServer
    let handler: any HTTPHandler

    func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
        guard request.path == "/broadcast" else { return handler.serve(request, responder) }
        server.announceUpdate(ofResource: Self.resource)
        responder.respond(HTTPResponseHead(200, ["content-type": "text/plain"]), Array("told".utf8))
        return nil
    }

    func shutdown(within time: Duration) async {
        await handler.shutdown(within: time)
    }
}
