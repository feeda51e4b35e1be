import MCPCore
import MCPTesting
import MCPTransportHTTP
import Synchronization

/// A client of Streamable HTTP: each message is a POST, and a session has one stream more for what belongs to none.
final class StreamablePeer: TranscriptPeer {
    private struct State {
        var session: String?
        var revision: String?
        var hasCommonStream = false
        /// The requests so far name their revision themselves.
        var isStateless = false
    }

    private let handler: MCPHTTPHandler
    private let received = Received()
    private let wire = HTTPWireCheck.recording()
    private let state = Mutex(State())

    init(_ server: MCPServer) {
        handler = MCPHTTPHandler(server, configuration: .unhurried)
    }

    func send(_ text: String) {
        let message = JSON(sent: Array(text.utf8))
        serve("POST", text, headers(of: message))
        let opens = state.withLock { state in
            let opens = message["method"] == "notifications/initialized" && state.session != nil && !state.hasCommonStream
            if opens { state.hasCommonStream = true }
            return opens
        }
        if opens { serve("GET", "", headers(of: .null)) }
    }

    func next() async throws -> JSON { try await received.next() }
    var unread: [JSON] { received.unread }
    func giveUp() { received.giveUp() }

    private func serve(_ method: String, _ body: String, _ headers: [(name: String, value: String)]) {
        let bytes = Array(body.utf8)
        let responder = MessageResponder(wire.exchange(method, "/mcp", headers: headers, body: bytes)) { [weak self] head in
            guard let session = head.headers["mcp-session-id"] else { return }
            self?.state.withLock { $0.session = session }
        } onEvent: { [weak self] _, data in
            self?.take(JSON(sent: Array(data.utf8)))
        }
        _ = handler.serve(HTTPRequest(method: method, target: "/mcp", headers: HTTPHeaders(headers), body: bytes), responder)
    }

    private func take(_ message: JSON) {
        if let revision = message["result"]?["protocolVersion"]?.string { state.withLock { $0.revision = revision } }
        received.add(message)
    }

    /// What the specification asks of a client that sends this message.
    private func headers(of message: JSON) -> [(name: String, value: String)] {
        var headers = [
            (name: "host", value: "localhost"), (name: "content-type", value: "application/json"),
            (name: "accept", value: message == .null ? "text/event-stream" : "application/json, text/event-stream"),
        ]
        if let revision = message["params"]?["_meta"]?["io.modelcontextprotocol/protocolVersion"] {
            state.withLock { $0.isStateless = true }
            headers.append(("mcp-protocol-version", revision.string ?? revision.text))
            headers.append(("mcp-method", message["method"]?.string ?? ""))
            let name = message["params"]?["name"] ?? message["params"]?["uri"] ?? message["params"]?["taskId"]
            if let name = name?.string { headers.append(("mcp-name", name)) }
            return headers
        }
        let (session, revision, isStateless) = state.withLock { ($0.session, $0.revision, $0.isStateless) }
        if isStateless, session == nil, message["id"] == nil { headers.append(("mcp-protocol-version", "2026-07-28")) }
        if let session { headers.append(("mcp-session-id", session)) }
        if let revision { headers.append(("mcp-protocol-version", revision)) }
        return headers
    }
}
