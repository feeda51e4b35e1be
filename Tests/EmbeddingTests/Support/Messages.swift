internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import MCPTesting

/// What MCP clients send.
enum Messages {
    static let initialize =
        #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"#
    static let initialized = #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#
    static let stateless =
        #"{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"progressToken":"p"}"#

    static func call(_ id: Int, _ tool: String, _ arguments: String = "{}", meta: String = "{}") -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"\#(tool)","arguments":\#(arguments),"_meta":\#(meta)}}"#
    }

    static func headers(stateless tool: String) -> [String: String] {
        ["MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": tool]
    }
}

extension TestClientProtocol {
    func post(_ body: String, to uri: String = "/mcp", _ headers: [String: String] = [:]) async throws -> TestResponse {
        var fields: HTTPFields = [.contentType: "application/json", .accept: "application/json, text/event-stream"]
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        let wire = HTTPWireCheck.recording.exchange("POST", uri, headers: fields.pairs, body: Array(body.utf8))
        let response = try await execute(uri: uri, method: .post, headers: fields, body: ByteBuffer(string: body))
        wire.responds(response.status.code, headers: response.headers.pairs)
        wire.sends(Array(response.text.utf8))
        wire.ends()
        return response
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }

    subscript(header: String) -> String? { HTTPField.Name(header).flatMap { headers[$0] } }
}

extension HTTPFields {
    fileprivate var pairs: [(name: String, value: String)] { map { (name: $0.name.rawName, value: $0.value) } }
}
