import MCPCore
import MCPTesting
import Testing

/// What carries a conversation. All carry the same ones.
enum Carrier: String, CaseIterable, CustomTestStringConvertible {
    case inProcess = "in process"
    case stdio
    /// HTTP+SSE: messages are posted, everything of the server's comes on one stream.
    case sse = "HTTP+SSE"
    /// Streamable HTTP: each message is a request, answered by JSON or by a stream of its own.
    case streamable = "Streamable HTTP"

    var testDescription: String { rawValue }

    /// Transcripts that are about what this carrier does itself.
    private var leftOut: [(files: [String], reason: String)] {
        switch self {
        case .inProcess, .stdio: []
        case .sse:
            [
                (["malformed"], "what is no message is refused by the POST that brings it"),
                (["lifecycle", "2026-07-28/faults", "2026-07-28/discover"], "what names no revision is of 2024-11-05 here"),
            ]
        case .streamable:
            [
                (["lifecycle", "versions", "negotiation-missing"], "sessions are opened, named and refused by HTTP"),
                (["2026-07-28/discover", "2026-07-28/faults", "2026-07-28/meta"], "a request is stateless by its header as well"),
                (
                    ["2026-07-28/cancellation", "2026-07-28/cancellation-silence", "2026-07-28/listen"],
                    "a request without a session is cancelled by closing its connection, and its id is its own"
                ),
                (["2026-07-28/tasks-questions"], "what comes on two streams has no order"),
            ]
        }
    }

    func carries(_ file: String) -> Bool {
        !leftOut.contains { $0.files.contains { file == "\($0).jsonl" || file.hasSuffix("/\($0).jsonl") } }
    }

    /// Serves a conversation with a server for as long as something is said.
    func serve(_ server: MCPServer, _ body: (any TranscriptPeer) async throws -> Void) async throws {
        switch self {
        case .inProcess: try await body(LocalPeer(server))
        case .stdio: try await StdioPeer.serve(server, body)
        case .sse: try await body(SSEPeer(server))
        case .streamable: try await body(StreamablePeer(server))
        }
    }
}
