import MCPTransportHTTP
import Synchronization

/// Keeps the one response that it is given.
final class RecordingResponder: HTTPResponder {
    private let recorded = Mutex<(head: HTTPResponseHead, body: [UInt8])?>(nil)

    var response: (head: HTTPResponseHead, body: [UInt8])? { recorded.withLock { $0 } }

    func respond(_ head: HTTPResponseHead, _ body: [UInt8]) { recorded.withLock { $0 = (head, body) } }
    func begin(_ head: HTTPResponseHead) { recorded.withLock { $0 = (head, []) } }
    func write(_ bytes: [UInt8]) -> Int? { nil }
    func drained() async {}
    func end() {}
}

/// Answers everything with 418, so that what was handed on can be told apart.
struct Teapot: HTTPHandler {
    func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
        responder.respond(HTTPResponseHead(418), [])
        return nil
    }

    func shutdown(within time: Duration) async {}
}
