internal import MCPCore
internal import Synchronization

/// The response to one request, as ``HTTPWireCheck`` is told of it: head, pieces of the body, end.
public final class HTTPWireExchange: Sendable {
    private enum Body {
        case unknown
        /// Nothing in it is a message.
        case other
        case json(isMessage: Bool, [UInt8])
        case stream(EventParser)
    }

    private let check: HTTPWireCheck
    private let conversation: HTTPWireConversation
    private let takesMessages: Bool
    private let body = Mutex(Body.unknown)

    init(_ check: HTTPWireCheck, _ conversation: HTTPWireConversation, takesMessages: Bool) {
        self.check = check
        self.conversation = conversation
        self.takesMessages = takesMessages
    }

    public func responds(_ status: Int, headers: [(name: String, value: String)]) {
        let header = { (name: String) in headers.first { $0.name.lowercased() == name }?.value }
        if let id = header("mcp-session-id") { check.name(conversation, id) }
        let type = header("content-type")?.lowercased() ?? ""
        body.withLock { body in
            if type.hasPrefix("text/event-stream") {
                body = .stream(EventParser())
            } else if type.hasPrefix("application/json"), takesMessages {
                body = .json(isMessage: (200..<300).contains(status), [])
            } else {
                body = .other
            }
        }
    }

    public func sends(_ bytes: [UInt8]) {
        let events = body.withLock { body -> [EventParser.Event] in
            switch body {
            case .unknown, .other: return []
            case .json(let isMessage, let before):
                body = .json(isMessage: isMessage, before + bytes)
                return []
            case .stream(var parser):
                let events = parser.parse(bytes)
                body = .stream(parser)
                return events
            }
        }
        for event in events { take(event) }
    }

    public func ends() {
        let whole = body.withLock { body -> (isMessage: Bool, [UInt8])? in
            guard case .json(let isMessage, let bytes) = body else { return nil }
            body = .other
            return (isMessage, bytes)
        }
        guard let (isMessage, bytes) = whole else { return }
        // Refusals that are about HTTP are no messages, and say so by having no version of JSON-RPC.
        if isMessage || Self.namesJSONRPC(bytes) { conversation.wire.serverSends(bytes) }
    }

    private func take(_ event: EventParser.Event) {
        switch event.name {
        case "endpoint":
            let query = event.data.split(separator: "?", maxSplits: 1).last.map(String.init) ?? ""
            if let id = HTTPWireCheck.value(of: "sessionId", in: query) { check.name(conversation, id) }
        case "connected":
            if let id = Self.parse(Array(event.data.utf8))?["connection_id"]?.string { check.name(conversation, id) }
        case "ready", "ping", "heartbeat": break
        default:
            // An event without data tells its number alone.
            if !event.data.isEmpty { conversation.serverSends(event.data, inEvent: event.id) }
        }
    }

    private static func namesJSONRPC(_ bytes: [UInt8]) -> Bool { parse(bytes)?["jsonrpc"] != nil }

    private static func parse(_ bytes: [UInt8]) -> JSON? {
        do throws(JSONError) {
            return try JSON(parsing: bytes)
        } catch {
            return nil
        }
    }
}
