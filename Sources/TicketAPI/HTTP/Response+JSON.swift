internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension Response {
    /// A JSON response.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        body(value, type: "application/json; charset=utf-8", status, headers)
    }

    /// A problem as `application/problem+json`.
    static func problem(_ problem: Problem) -> Response {
        var headers = HTTPFields()
        for (name, value) in problem.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return body(problem.json, type: "application/problem+json; charset=utf-8", .init(code: problem.status), headers)
    }

    private static func body(_ value: JSONValue, type: String, _ status: HTTPResponse.Status, _ headers: HTTPFields) -> Response {
        let buffer = ByteBuffer(bytes: value.bytes)
        var headers = headers
        headers[.contentType] = type
        headers[.contentLength] = String(buffer.readableBytes)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: buffer))
    }
}
