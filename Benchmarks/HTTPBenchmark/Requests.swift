/// The bytes of requests.
enum Requests {
    static let initialize =
        #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"bench","version":"1"}}}"#

    /// The port belongs to the name of the host: a server that guards against DNS rebinding takes no other.
    static func post(_ port: UInt16, _ path: String, _ body: String, _ headers: [String]) -> [UInt8] {
        Array(
            """
            POST \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\(headers.map { $0 + "\r\n" }.joined())\
            Content-Length: \(body.utf8.count)\r\n\r\n\(body)
            """.utf8)
    }

    static func call(_ id: Int, _ tool: String = "echo", meta: String = "") -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"\#(tool)","arguments":\#(tool == "echo" ? #"{"text":"hello"}"# : "{}")\#(meta)}}"#
    }

    private static let both = ["Content-Type: application/json", "Accept: application/json, text/event-stream"]
    private static let modern =
        #","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#

    /// Of the stateless revision.
    static func stateless(_ port: UInt16, _ id: Int, _ tool: String = "echo", token: String? = nil) -> [UInt8] {
        post(
            port, "/mcp", call(id, tool, meta: modern),
            both + ["MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call", "Mcp-Name: \(tool)"]
                + (token.map { ["Authorization: Bearer \($0)"] } ?? []))
    }

    static func inSession(_ port: UInt16, _ session: String, _ id: Int) -> [UInt8] {
        post(port, "/mcp", call(id), both + ["MCP-Protocol-Version: 2025-11-25", "Mcp-Session-Id: \(session)"])
    }

    /// Opens a session.
    static func openSession(_ port: UInt16) -> String {
        let socket = Socket(port: port)
        defer { socket.shut() }
        let opened = exchange(post(port, "/mcp", initialize, both), over: socket)
        guard let id = Answer.value(of: "mcp-session-id", in: opened.headers) else { preconditionFailure(opened.headers) }
        // Some servers take no calls before it.
        let ready = #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#
        _ = exchange(post(port, "/mcp", ready, both + ["MCP-Protocol-Version: 2025-11-25", "Mcp-Session-Id: \(id)"]), over: socket)
        return id
    }

    private static func exchange(_ request: [UInt8], over socket: Socket) -> Answer {
        socket.write(request)
        var buffer: [UInt8] = []
        while true {
            socket.read(into: &buffer)
            if let answer = Answer.take(from: &buffer) { return answer }
        }
    }
}
