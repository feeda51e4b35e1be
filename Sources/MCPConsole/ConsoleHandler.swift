public import MCPTransportHTTP

/// Serves the console at `/console` and `/mcp_sse_example.html`, and hands every other request on.
///
/// The console is one page for people: it speaks every dialect of the server beside it, from the browser that shows it. It holds no data and
/// no key, so nobody is asked who they are; each call that it makes asks like any other. Its policy lets it load and reach nothing but this
/// server, and run no script but its own.
public final class ConsoleHandler: HTTPHandler {
    private let next: any HTTPHandler
    private let origins: OriginPolicy
    private let page = ConsolePage()

    /// - Parameters:
    ///   - next: serves what the console calls, under the same address.
    ///   - origins: the policy that `next` has too.
    public init(before next: any HTTPHandler, origins: OriginPolicy) {
        self.next = next
        self.origins = origins
    }

    public func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
        guard let file = page[request.path] else { return next.serve(request, responder) }
        responder.respond(file, to: request, origins)
        return nil
    }

    public func shutdown(within time: Duration) async {
        await next.shutdown(within: time)
    }
}

extension HTTPResponder {
    fileprivate func respond(_ file: ConsoleFile, to request: HTTPRequest, _ origins: OriginPolicy) {
        guard origins.admits(request) else { return refuse(403, "Host or Origin is not allowed here") }
        switch request.method {
        case "GET", "HEAD":
            let isKnown = request.headers.values(of: "if-none-match").contains { $0.contains(file.tag) }
            respond(HTTPResponseHead(isKnown ? 304 : 200, file.headers), isKnown ? [] : file.bytes)
        default: refuse(405, "Only GET is for this path", ["allow": "GET, HEAD"])
        }
    }

    private func refuse(_ status: Int, _ why: String, _ headers: HTTPHeaders = [:]) {
        var all = headers
        all.add("content-type", "application/json")
        respond(HTTPResponseHead(status, all), Array(#"{"error":"\#(why)"}"#.utf8))
    }
}
