import MCPCore
import MCPTesting
import Synchronization
import Testing

/// A client of one revision that can answer questions. What the server sends to it is measured by the official schemas.
///
/// Waiting is bounded: a server that says nothing for 20 seconds fails the test.
final class EngineClient: Sendable {
    /// Everything that a server can ask for.
    static let everything: JSONObject = [
        "elicitation": ["form": [:], "url": [:]], "sampling": ["tools": [:]], "roots": [:],
        "extensions": ["io.modelcontextprotocol/tasks": [:]],
    ]

    let revision: ProtocolRevision
    let inbox = MessageInbox()
    /// Nil where requests of the modern era come without one, as over HTTP.
    let session: Session?
    private let capabilities: JSONObject
    private let receiver: any MessageReceiver
    private let peer: Peer
    private let wire = WireCheck.recording()
    private let outlet: any MessageOutlet
    private let lastID = Atomic(0)

    /// - Parameter slow: what stands between the server and the inbox.
    init(
        _ receiver: any MessageReceiver, _ revision: ProtocolRevision, capabilities: JSONObject = everything,
        principal: Principal = .anonymous, overSession: Bool = true, sessionID: String = "engine",
        slow: (MessageInbox) -> any MessageOutlet = { $0 }
    ) {
        self.receiver = receiver
        self.revision = revision
        self.capabilities = capabilities
        outlet = CheckedOutlet(slow(inbox), wire)
        session = overSession || revision.era == .legacy ? Session(id: sessionID, principal: principal) : nil
        peer = Peer(principal: principal, session: session)
    }

    /// A client whose session is open, where its revision has sessions.
    static func open(
        _ receiver: any MessageReceiver, _ revision: ProtocolRevision, capabilities: JSONObject = everything,
        principal: Principal = .anonymous, overSession: Bool = true, slow: (MessageInbox) -> any MessageOutlet = { $0 }
    ) async throws -> EngineClient {
        let client = EngineClient(
            receiver, revision, capabilities: capabilities, principal: principal, overSession: overSession, slow: slow)
        guard revision.era == .legacy else { return client }
        client.session?.attach(client.outlet)
        let reply = try await client.request(
            "initialize",
            [
                "protocolVersion": .string(revision.name), "capabilities": .object(capabilities),
                "clientInfo": ["name": "engine", "version": "1"],
            ])
        try #require(reply["result"]?["protocolVersion"]?.string == revision.name)
        client.send(["jsonrpc": "2.0", "method": "notifications/initialized"])
        return client
    }

    // MARK: - What the client says

    func send(_ message: JSON, completion: @escaping @Sendable () -> Void = {}) {
        wire.clientSends(message.bytes)
        receiver.receive(Exchange(message: RawMessage(message.bytes), peer: peer, outlet: outlet))?.start(completion)
    }

    /// Sends a request and does not wait for anything.
    /// - Returns: its id.
    @discardableResult
    func start(
        _ method: String, _ params: JSONObject = [:], meta: JSONObject = [:], id: JSON? = nil,
        completion: @escaping @Sendable () -> Void = {}
    ) -> JSON {
        let id = id ?? .integer(Int64(lastID.wrappingAdd(1, ordering: .relaxed).newValue))
        var params = params
        var meta = meta
        if revision.era == .modern {
            meta["io.modelcontextprotocol/protocolVersion"] = .string(revision.name)
            meta["io.modelcontextprotocol/clientCapabilities"] = .object(capabilities)
        }
        if !meta.isEmpty { params["_meta"] = .object(meta) }
        send(["jsonrpc": "2.0", "id": id, "method": .string(method), "params": .object(params)], completion: completion)
        return id
    }

    /// Sends a request and reads the next message, which has to be its answer.
    func request(_ method: String, _ params: JSONObject = [:], meta: JSONObject = [:]) async throws -> JSON {
        let id = start(method, params, meta: meta)
        let reply = try await next()
        #expect(reply["id"] == id, "\(method): \(reply.text)")
        return reply
    }

    func call(_ tool: String, _ arguments: JSONObject = [:], _ more: JSONObject = [:]) async throws -> JSON {
        try await request("tools/call", Self.callParams(tool, arguments, more))
    }

    @discardableResult
    func startCall(
        _ tool: String, _ arguments: JSONObject = [:], _ more: JSONObject = [:], completion: @escaping @Sendable () -> Void = {}
    ) -> JSON {
        start("tools/call", Self.callParams(tool, arguments, more), completion: completion)
    }

    private static func callParams(_ tool: String, _ arguments: JSONObject, _ more: JSONObject) -> JSONObject {
        var params: JSONObject = ["name": .string(tool), "arguments": .object(arguments)]
        for member in more.members { params[member.key] = member.value }
        return params
    }

    /// Answers a request of the server.
    func answer(_ request: JSON, _ result: JSON) {
        send(["jsonrpc": "2.0", "id": request["id"] ?? .null, "result": result])
    }

    func refuse(_ request: JSON, _ code: Int64 = -1, _ message: String = "no") {
        send(["jsonrpc": "2.0", "id": request["id"] ?? .null, "error": ["code": .integer(code), "message": .string(message)]])
    }

    func cancel(_ id: JSON) {
        send(["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": id]])
    }

    // MARK: - What the server says

    /// The next message.
    func next() async throws -> JSON {
        let inbox = inbox
        let watch = Task {
            try await Task.sleep(for: .seconds(20))
            inbox.close()
        }
        defer { watch.cancel() }
        guard let message = try await inbox.next() else { throw TransportError(.closed, "the server says nothing") }
        return try JSON(parsing: message.bytes)
    }

    func next(_ count: Int) async throws -> [JSON] {
        var messages: [JSON] = []
        for _ in 0..<count { messages.append(try await next()) }
        return messages
    }

    var unread: [String] { inbox.unread.map(\.text) }

    /// Makes a request and answers every question on the way to its response, in whichever form the revision asks them.
    /// - Parameter answer: what is answered to `method` and `params`.
    func converse(_ method: String, _ params: JSONObject, answer: (JSON) throws -> JSON) async throws -> JSON {
        start(method, params)
        for _ in 0..<20 {
            let message = try await next()
            if message["method"] != nil {
                self.answer(message, try answer(message))
            } else if let asked = message["result"]?["inputRequests"]?.object {
                var again = params
                var answers = JSONObject()
                for question in asked.members { answers[question.key] = try answer(question.value) }
                again["inputResponses"] = .object(answers)
                again["requestState"] = message["result"]?["requestState"]
                start(method, again)
            } else {
                return message
            }
        }
        throw TransportError(.system, "\(method) asks without end")
    }
}

extension ProtocolRevision {
    /// Those that ask in different ways.
    static let asking: [ProtocolRevision] = [.v2025_06_18, .v2025_11_25, .v2026_07_28]
    static let askingInSessions: [ProtocolRevision] = [.v2025_06_18, .v2025_11_25]
}

extension JSON {
    /// The text of a tool's result.
    var said: String? { self["result"]?["content"]?[0]?["text"]?.string }
    var code: Int64? { self["error"]?["code"]?.integer }
    var fault: String? { self["error"]?["message"]?.string }
}
