internal import NIOCore
internal import NIOHTTP1

/// Sends the same JSON at the end of each request.
final class FixedReply: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    struct Response: Sendable {
        let head: HTTPResponseHead
        let body: ByteBuffer

        /// - Parameter size: of the body, in bytes; at least 11.
        init(size: Int) {
            body = ByteBuffer(string: #"{"text":""# + String(repeating: "x", count: max(0, size - 11)) + #""}"#)
            head = HTTPResponseHead(
                version: .http1_1, status: .ok,
                headers: ["content-type": "application/json", "content-length": "\(body.readableBytes)"])
        }
    }

    private let response: Response

    init(_ response: Response) {
        self.response = response
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = unwrapInboundIn(data) else { return }
        context.write(wrapOutboundOut(.head(response.head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(response.body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
