public import MCPCore
internal import Synchronization

/// Reads along with the HTTP exchanges of a server, and measures its messages as ``WireCheck`` does.
///
/// A session is one conversation, and so is a stream that messages are posted to; a request that belongs to neither is one by itself. What
/// has its own place in HTTP is no message and is not looked at: refusals without `jsonrpc`, answers to GET that are no stream, events that
/// open a stream or keep it alive. Safe to use concurrently; keeps the conversations for as long as it lives.
public final class HTTPWireCheck: Sendable {
    private let schemas: WireSchemas
    private let assumed: @Sendable (_ path: String) -> ProtocolRevision
    private let report: @Sendable (WireViolation) -> Void
    private let conversations = Mutex<[String: HTTPWireConversation]>([:])

    /// - Parameters:
    ///   - assumed: the revision of a conversation that nobody opens, by the path of its requests.
    ///   - report: called for each violation, on the thread that told of the message.
    public init(
        _ schemas: WireSchemas, assuming assumed: @escaping @Sendable (_ path: String) -> ProtocolRevision,
        report: @escaping @Sendable (WireViolation) -> Void
    ) {
        self.schemas = schemas
        self.assumed = assumed
        self.report = report
    }

    /// Tells of a request, before the server gets it.
    /// - Returns: what must be told of its response.
    public func exchange(
        _ method: String, _ target: String, headers: [(name: String, value: String)], body: [UInt8] = []
    ) -> HTTPWireExchange {
        let (path, query) = Self.parts(of: target)
        let conversation = conversation(path, query, headers, body)
        if method == "POST" { conversation.wire.clientSends(body) }
        return HTTPWireExchange(self, conversation, takesMessages: method == "POST")
    }

    /// A conversation has got its name from the server.
    func name(_ conversation: HTTPWireConversation, _ id: String) {
        conversations.withLock { $0[id] = conversation }
    }

    private func conversation(
        _ path: String, _ query: String, _ headers: [(name: String, value: String)], _ body: [UInt8]
    ) -> HTTPWireConversation {
        let header = { (name: String) in headers.first { $0.name.lowercased() == name }?.value }
        let named = [header("mcp-session-id"), Self.value(of: "sessionId", in: query), Self.value(of: "connection_id", in: query)]
        // Most bodies name no connection, and need not be parsed for it.
        let id = named.compactMap { $0 }.first ?? (path.hasSuffix("/message") ? Self.connection(in: body) : nil)
        if let id, let known = conversations.withLock({ $0[id] }) { return known }
        let declared = header("mcp-protocol-version").flatMap(ProtocolRevision.init(named:))
        return HTTPWireConversation(WireCheck(schemas, assuming: declared ?? assumed(path), report: report))
    }

    private static func connection(in body: [UInt8]) -> String? {
        do throws(JSONError) {
            return try JSON(parsing: body)["connection_id"]?.string
        } catch {
            return nil
        }
    }

    private static func parts(of target: String) -> (path: String, query: String) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts.first ?? ""), parts.count > 1 ? String(parts[1]) : "")
    }

    /// The value of a query parameter, as it is written.
    static func value(of name: String, in query: String) -> String? {
        query.split(separator: "&").first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
    }
}

/// A conversation, and the numbered events that it has had: one that is sent again is no other message.
final class HTTPWireConversation: Sendable {
    let wire: WireCheck
    private let events = Mutex<[String: String]>([:])

    init(_ wire: WireCheck) { self.wire = wire }

    func serverSends(_ text: String, inEvent id: String?) {
        let isRepeated = id.map { id in
            events.withLock { events in
                defer { events[id] = text }
                return events[id] == text
            }
        }
        if isRepeated != true { wire.serverSends(Array(text.utf8)) }
    }
}
