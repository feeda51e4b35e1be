import MCPCore
import MCPTesting
import MCPTransportHTTP
import Synchronization

/// A client of HTTP+SSE (2024-11-05): posts messages, and reads everything from one stream.
final class SSEPeer: TranscriptPeer {
    private let handler: MCPHTTPHandler
    private let received = Received()
    private let wire = HTTPWireCheck.recording()
    private let endpoint = Mutex("")

    init(_ server: MCPServer) throws {
        handler = MCPHTTPHandler(server, configuration: .unhurried)
        let responder = MessageResponder(wire.exchange("GET", "/sse", headers: []), onHead: { _ in }) { [weak self] name, data in
            guard name == "endpoint" else { return self?.received.add(JSON(sent: Array(data.utf8))) ?? () }
            self?.endpoint.withLock { $0 = data }
        }
        _ = handler.serve(HTTPRequest(method: "GET", target: "/sse", headers: ["host": "localhost"]), responder)
        guard endpoint.withLock({ $0.isEmpty }) == false else { throw TransportError(.system, "no endpoint was told") }
    }

    func send(_ text: String) {
        let (target, body) = (endpoint.withLock { $0 }, Array(text.utf8))
        let headers = [(name: "host", value: "localhost"), (name: "content-type", value: "application/json")]
        // What the answer to the POST says is about HTTP.
        let responder = MessageResponder(
            wire.exchange("POST", target, headers: headers, body: body), onHead: { _ in }, onEvent: { _, _ in })
        _ = handler.serve(HTTPRequest(method: "POST", target: target, headers: HTTPHeaders(headers), body: body), responder)
    }

    func next() async throws -> JSON { try await received.next() }
    var unread: [JSON] { received.unread }
    func giveUp() { received.giveUp() }
}

extension HTTPConfiguration {
    /// Without a rate limit, and with all the time that a busy machine needs.
    static var unhurried: HTTPConfiguration {
        var configuration = HTTPConfiguration()
        configuration.limits.callsPerSecond = 0
        configuration.limits.patience = .seconds(3_600)
        return configuration
    }
}
