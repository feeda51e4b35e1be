internal import MCPCore

/// How one family of clients wants its event stream: what opens it, what it beats with, what a message is called.
///
/// Everything else about a stream is the same for all, and stands in ``EventStream``.
struct Dialect: Sendable {
    /// The events before all others, of a stream with an id.
    let opening: @Sendable (_ id: String, _ endpoint: String) -> [SSEEvent]
    let beat: EventStream.Beat
    let message: String
    /// The path that messages to a stream are posted to.
    let postPath: String
    /// The query parameter that names the stream there.
    let parameter: String
    /// The member of a posted object that may name the stream instead.
    let bodyMember: StaticString?

    /// HTTP+SSE of 2024-11-05, and with the same stream the shared-secret dialect: clients of either pass over the other's events.
    static let sse = Dialect(
        opening: { _, endpoint in [SSEEvent("endpoint", endpoint), SSEEvent("ready", #""ok""#)] },
        beat: EventStream.Beat(period: .seconds(25)) { SSEEvent("ping", String(WallClock.milliseconds)) },
        message: "message", postPath: "/message", parameter: "sessionId", bodyMember: nil)

    /// The dialect of clients that are told a `connection_id`.
    static let connectionID = Dialect(
        opening: { id, _ in [SSEEvent("connected", #"{"connection_id":"\#(id)"}"#)] },
        beat: EventStream.Beat(period: .seconds(30)) { SSEEvent("heartbeat", #"{"timestamp":\#(WallClock.milliseconds)}"#) },
        message: "mcp_response", postPath: "/mcp/sse/message", parameter: "connection_id", bodyMember: "connection_id")
}
