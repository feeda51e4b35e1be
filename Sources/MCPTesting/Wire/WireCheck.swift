public import MCPCore
internal import Synchronization

/// Reads along with one conversation, and measures everything that the server says by the official schema of the revision that is spoken.
///
/// ```swift
/// let wire = WireCheck(schemas) { Issue.record("\($0)") }
/// let peer = InProcessPeer(server, wire: wire)
/// ```
/// It must be told of a message of the client before the server gets it, so that it knows what is answered. A result is measured by the
/// method that it answers, an error by its code, a notification or a request of the server by its method. Each message is one JSON-RPC
/// message (or batch) without framing. Safe to use concurrently; remembers what has no answer yet, and nothing else.
public final class WireCheck: Sendable {
    private let conversation: Mutex<WireConversation>
    private let schemas: WireSchemas
    private let report: @Sendable (WireViolation) -> Void

    /// - Parameters:
    ///   - assuming: the revision of a conversation that nobody opens; it may still be opened in another.
    ///   - report: called for each violation, on the thread that told of the message.
    public init(_ schemas: WireSchemas, assuming revision: ProtocolRevision? = nil, report: @escaping @Sendable (WireViolation) -> Void) {
        self.schemas = schemas
        self.report = report
        conversation = Mutex(WireConversation(schemas, assumed: revision.flatMap { schemas[$0] }))
    }

    public func clientSends(_ message: [UInt8]) {
        let message = Self.parse(message)
        conversation.withLock { conversation in
            switch message {
            case .success(let message): conversation.clientSends(message)
            case .failure: conversation.clientSends(nil)
            }
        }
    }

    public func serverSends(_ message: [UInt8]) {
        switch Self.parse(message) {
        case .success(let message):
            for violation in conversation.withLock({ $0.serverSends(message) }) { report(violation) }
        case .failure(let error):
            let text = String(decoding: message, as: UTF8.self)
            report(WireViolation(text, schemas.unnegotiated.revision, ["no message: \(error)"]))
        }
    }

    /// Messages of the client, one a line; empty lines are none (transports, stdio).
    public func clientSends(lines text: String) {
        for line in Self.lines(text) { clientSends(line) }
    }

    /// Messages of the server, one a line.
    public func serverSends(lines text: String) {
        for line in Self.lines(text) { serverSends(line) }
    }

    private static func lines(_ text: String) -> [[UInt8]] {
        text.utf8.split(separator: UInt8(ascii: "\n")).map(Array.init)
    }

    private static func parse(_ message: [UInt8]) -> Result<JSON, JSONError> {
        do throws(JSONError) {
            return .success(try JSON(parsing: message))
        } catch {
            return .failure(error)
        }
    }
}
