internal import HTTPTypes
internal import Hummingbird
internal import MCPTransportHTTP
internal import NIOCore

/// Has an MCP handler answer requests of a Hummingbird application.
///
/// A client that goes is noticed once its stream has begun, which is with the first progress, or after `HTTPLimits.patience`.
struct MCPMount<Context: RemoteAddressRequestContext>: Hummingbird.HTTPResponder {
    let handler: any HTTPHandler
    let bodyLimit: Int

    func respond(to request: Request, context: Context) async throws -> Response {
        var request = request
        let body = try await request.collectBody(upTo: bodyLimit)
        let answer = Answer()
        answer.serve(MCPTransportHTTP.HTTPRequest(request, Array(body.readableBytesView), context.remoteAddress?.ipAddress), by: handler)
        switch try await answer.opening() {
        case .whole(let head, let bytes):
            let response = Response(head, ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
            return request.method == .head ? response.createHeadResponse() : response
        case .stream(let head):
            // Hummingbird closes a connection that it has watched for the client's leaving.
            var response = Response(head, Self.stream(answer, request))
            response.headers[.connection] = "close"
            return response
        }
    }

    private static func stream(_ answer: Answer, _ request: Request) -> ResponseBody {
        ResponseBody { writer in
            do {
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    while let piece = try await answer.piece() { try await writer.write(piece) }
                }
                try await writer.finish(nil)
            } catch {
                answer.abandon()
                throw error
            }
        }
    }
}

extension Router where Context: RemoteAddressRequestContext {
    /// Gives paths to an MCP handler. They are the handler's own: it tells its endpoints apart by them.
    func mount(
        _ handler: some HTTPHandler, bodyLimit: Int = 4 << 20,
        at paths: [RouterPath] = [
            "/mcp", "/rpc", "/sse", "/message", "/mcp/sse", "/mcp/sse/message", "/health", "/ready", "/capabilities",
        ]
    ) {
        let mount = MCPMount<Context>(handler: handler, bodyLimit: bodyLimit)
        let methods: [HTTPTypes.HTTPRequest.Method] = [.get, .post, .delete, .options, .head]
        for path in paths {
            for method in methods { on(path, method: method, responder: mount) }
        }
    }
}

extension MCPTransportHTTP.HTTPRequest {
    fileprivate init(_ request: Request, _ body: [UInt8], _ remoteAddress: String?) {
        var headers = HTTPHeaders(request.headers.map { ($0.name.rawName, $0.value) })
        // swift-http-types keeps the Host field apart from the others.
        if let authority = request.head.authority { headers.add("host", authority) }
        self.init(
            method: request.method.rawValue, target: request.head.path ?? "/", headers: headers, body: body, remoteAddress: remoteAddress)
    }
}

extension Response {
    fileprivate init(_ head: HTTPResponseHead, _ body: ResponseBody) {
        var headers = HTTPFields()
        for field in head.headers.fields {
            if let name = HTTPField.Name(field.name) { headers.append(HTTPField(name: name, value: field.value)) }
        }
        self.init(status: HTTPResponse.Status(code: head.status), headers: headers, body: body)
    }
}
