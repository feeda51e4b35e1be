internal import MCPCore

extension HTTPResponder {
    /// A whole JSON response.
    func respond(json status: Int, _ headers: HTTPHeaders = [:], _ write: (inout JSONWriter) -> Void) {
        respond(HTTPResponseHead(status, headers.asJSON), RawJSON(write).bytes)
    }

    /// A refusal that is about HTTP, before there is a message to answer.
    func refuse(_ status: Int, _ message: String, _ headers: HTTPHeaders = [:]) {
        respond(json: status, headers) { writer in
            writer.beginObject()
            writer.key("error")
            writer.string(message)
            writer.endObject()
        }
    }

    /// A JSON-RPC error as the whole response.
    func refuse(_ status: Int, _ error: MCPError, to id: RequestID?, _ headers: HTTPHeaders = [:]) {
        respond(HTTPResponseHead(status, headers.asJSON), RawMessage.error(error, to: id).bytes)
    }

    func respondEmpty(_ status: Int, _ headers: HTTPHeaders = [:]) {
        respond(HTTPResponseHead(status, headers), [])
    }
}

extension HTTPHeaders {
    /// The same, of a JSON body. Most responses have no other field, and share one list.
    var asJSON: HTTPHeaders {
        isEmpty ? Self.json : adding("content-type", "application/json")
    }

    private static let json: HTTPHeaders = ["content-type": "application/json"]
}
