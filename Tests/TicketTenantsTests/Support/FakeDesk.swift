import MCPCore
import MCPTransportHTTP
import Synchronization

/// A ticket API that answers with its own name in everything, and remembers what it was asked.
final class FakeDesk: HTTPHandler {
    let name: String
    private let seen = Mutex<[HTTPRequest]>([])

    init(_ name: String) {
        self.name = name
    }

    var requests: [HTTPRequest] { seen.withLock { $0 } }
    /// Everything that came, as one text.
    var traffic: String {
        requests.map { "\($0.method) \($0.path)?\($0.query ?? "") \($0.headers.fields) \(String(decoding: $0.body, as: UTF8.self))" }
            .joined()
    }

    func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
        // It has no feed of changes, which the server asks for by itself: what is remembered is what callers made it ask.
        guard request.path != "/changes" else {
            responder.respond(HTTPResponseHead(404), [])
            return nil
        }
        seen.withLock { $0.append(request) }
        let ticket =
            #"""
            {"id":1,"number":"\#(name)-1","title":"of \#(name)","description":"d","status":{"key":"open"},"priority":"low",
            "tags":[],"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z","version":4}
            """#
        let body: String
        switch (request.method, request.path) {
        case ("GET", "/tickets"): body = #"{"items":[\#(ticket)],"page":{"has_more":true,"next_cursor":"cursor-of-\#(name)"}}"#
        case ("PATCH", _):
            body = #"{"ticket":\#(ticket),"changes":[{"field":"priority","from":"medium","to":"low"}],"version":4}"#
        case (_, "/statuses"):
            body = #"[{"id":1,"key":"open","name":"status of \#(name)","group":"open","is_terminal":false,"allowed_next":[],"sort":1}]"#
        default: body = #"{"items":[],"page":{"has_more":false}}"#
        }
        responder.respond(HTTPResponseHead(200, ["content-type": "application/json"]), Array(body.utf8))
        return nil
    }

    func shutdown(within time: Duration) async {}
}
