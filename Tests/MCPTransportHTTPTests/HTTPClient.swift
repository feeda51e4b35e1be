import MCPCore
import MCPTesting
import MCPTransportHTTP

/// Sends requests straight into a handler.
struct HTTPClient {
    var handler: any HTTPHandler
    /// Shared by all copies: a session opened by one is a conversation of the others.
    private let wire = HTTPWireCheck.recording()
    var headers: [(String, String)] = [
        ("Host", "localhost:8080"), ("Content-Type", "application/json"), ("Accept", "application/json, text/event-stream"),
    ]

    init(handler: any HTTPHandler) {
        self.handler = handler
    }

    struct Response {
        let responder: RecordingResponder
        let exchange: (any HTTPExchange)?
        var status: Int? { responder.head?.status }
        var json: JSON? { try? JSON(parsing: responder.text) }
        func header(_ name: String) -> String? { responder.head?.headers[name] }

        /// The connection goes.
        func disconnect() {
            responder.disconnect()
            exchange?.disconnected()
        }
    }

    func with(_ extra: [(String, String)]) -> HTTPClient {
        var copy = self
        for (name, value) in extra {
            copy.headers.removeAll { $0.0.lowercased() == name.lowercased() }
            if !value.isEmpty { copy.headers.append((name, value)) }
        }
        return copy
    }

    /// Starts a request; its response may come later.
    func send(_ method: String, _ target: String, _ body: String = "") -> Response {
        let (headers, body) = (headers.map { (name: $0.0, value: $0.1) }, Array(body.utf8))
        let responder = RecordingResponder(wire.exchange(method, target, headers: headers, body: body))
        let request = HTTPRequest(method: method, target: target, headers: HTTPHeaders(headers), body: body)
        return Response(responder: responder, exchange: handler.serve(request, responder))
    }

    /// Sends a request and waits for the head of its response.
    func post(_ body: String, to target: String = "/mcp") async throws -> Response {
        let response = send("POST", target, body)
        try await response.responder.wait { $0.head != nil }
        return response
    }

    /// Sends a request whose response may be long in coming.
    func begin(_ body: String, to target: String = "/mcp") -> Response { send("POST", target, body) }

    func get(_ target: String) -> Response { send("GET", target) }

    /// Opens a session.
    func opened(_ revision: ProtocolRevision = .v2025_11_25) async throws -> HTTPClient {
        let response = try await post(HTTPClient.initialize(revision))
        guard let id = response.header("mcp-session-id") else { throw TransportError(.system, response.responder.text) }
        return with([("Mcp-Session-Id", id), ("MCP-Protocol-Version", revision.name)])
    }

    static func initialize(_ revision: ProtocolRevision = .v2025_11_25) -> String {
        #"{"jsonrpc":"2.0","id":"open","method":"initialize","params":{"protocolVersion":"\#(revision)","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"#
    }

    static func call(_ id: Int, _ tool: String, _ arguments: String = "{}", meta: String = "{}") -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"\#(tool)","arguments":\#(arguments),"_meta":\#(meta)}}"#
    }

    static let modernMeta =
        #"{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"progressToken":"p"}"#

    func modern(_ method: String, name: String = "") -> HTTPClient {
        with([("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", method), ("Mcp-Name", name)])
    }
}
