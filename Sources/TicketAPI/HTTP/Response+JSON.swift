internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension Response {
    /// A JSON response.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        body(ByteBuffer(bytes: value.bytes), type: "application/json; charset=utf-8", status, headers)
    }

    /// An answer of the store, which may have been given before.
    static func answer(_ answer: StoredAnswer) -> Response {
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        if answer.isReplay, let name = HTTPField.Name("Idempotent-Replayed") { headers[name] = "true" }
        return body(ByteBuffer(string: answer.body), type: "application/json; charset=utf-8", .init(code: answer.status), headers)
    }

    /// A problem as `application/problem+json`.
    static func problem(_ problem: Problem) -> Response {
        var headers = HTTPFields()
        for (name, value) in problem.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        let buffer = ByteBuffer(bytes: problem.json.bytes)
        return body(buffer, type: "application/problem+json; charset=utf-8", .init(code: problem.status), headers)
    }

    private static func body(_ buffer: ByteBuffer, type: String, _ status: HTTPResponse.Status, _ headers: HTTPFields) -> Response {
        var headers = headers
        headers[.contentType] = type
        headers[.contentLength] = String(buffer.readableBytes)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: buffer))
    }
}
