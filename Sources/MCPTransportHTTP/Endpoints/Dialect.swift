internal import MCPCore

/// How one family of clients wants its event stream: what opens it, what it beats with, what a message is called.
///
/// Everything else about a stream is the same for all, and stands in ``EventStream``.
struct Dialect: Sendable {
    /// The events before all others, of a stream with an id.
    let opening: @Sendable (_ id: String, _ endpoint: String) -> [SSEEvent]
    let beat: EventStream.Beat?
    let message: String
    /// The same for messages that go to many.
    let form: LineForm
    /// The path that messages to a stream are posted to.
    let postPath: String
    /// The query parameter that names the stream there.
    let parameter: StaticString
    /// The member of a posted object that may name the stream instead.
    let bodyMember: StaticString?

    /// HTTP+SSE of 2024-11-05.
    static let sse = Dialect(
        opening: { _, endpoint in [SSEEvent("endpoint", endpoint)] }, beat: nil, message: "message", form: .message,
        postPath: "/message", parameter: "sessionId", bodyMember: nil)

    /// The same stream for clients of the shared-secret dialect, who wait for `ready` and listen for `ping`. Some clients of the protocol
    /// stumble over events that it does not have; so this is for those who show the secret, and for pages in browsers.
    static let sharedSecret = Dialect(
        opening: { _, endpoint in [SSEEvent("endpoint", endpoint), SSEEvent("ready", #""ok""#)] },
        beat: EventStream.Beat(period: .seconds(25)) { SSEEvent("ping", String(WallClock.milliseconds)) },
        message: "message", form: .message, postPath: "/message", parameter: "sessionId", bodyMember: nil)

    /// The dialect of a request for `/sse`.
    static func ofSSE(_ request: HTTPRequest, _ fields: RequestFields, _ principal: Principal) -> Dialect {
        let isPage = fields.origin != nil || request.headers[known: "sec-fetch-mode"] != nil
        return isPage || principal.id == SharedSecretAuthProvider.principal.id ? sharedSecret : sse
    }

    /// The dialect of clients that are told a `connection_id`.
    static let connectionID = Dialect(
        opening: { id, _ in [SSEEvent("connected", #"{"connection_id":"\#(id)"}"#)] },
        beat: EventStream.Beat(period: .seconds(30)) { SSEEvent("heartbeat", #"{"timestamp":\#(WallClock.milliseconds)}"#) },
        message: "mcp_response", form: .response,
        postPath: "/mcp/sse/message", parameter: "connection_id", bodyMember: "connection_id")
}

extension LineForm {
    /// A message of the protocol as an event.
    static let message = LineForm { SSEEvent("message", data: $0).bytes }
    static let response = LineForm { SSEEvent("mcp_response", data: $0).bytes }
}
