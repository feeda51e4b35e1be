internal import MCPCore
internal import MCPTesting
internal import Testing

@testable internal import TicketTools

/// A server with the ticket tools, called as a client calls it: over messages, which are measured by the official schema.
final class ToolClient: Sendable {
    let server: MCPServer
    let api: APIClient
    private let principal: Principal
    /// Held, since it ends when nobody does.
    private let upstream: ScriptedUpstream?

    init(
        _ configuration: TicketConfiguration, credentials: (any UpstreamCredentials)? = nil, principal: Principal = .anonymous,
        events: TicketEvents? = nil, time: any TimeSource = SystemTime(), over upstream: ScriptedUpstream? = nil
    ) {
        self.upstream = upstream
        self.principal = principal
        api = APIClient(configuration: configuration, credentials: credentials)
        server = MCPServer(
            Implementation(name: "test", version: "1"), instructions: TicketToolBox.instructions,
            tools: TicketToolBox.make(client: api, configuration: configuration, events: events, time: time))
    }

    /// Over the API that all tests share.
    static func real(_ change: (inout TicketConfiguration) -> Void = { _ in }) throws -> ToolClient {
        var configuration = TicketConfiguration(baseURL: try BaseURL(try TicketAPIProcess.shared.get().url))
        change(&configuration)
        return ToolClient(configuration)
    }

    static func scripted(_ upstream: ScriptedUpstream, time: any TimeSource = SystemTime()) throws -> ToolClient {
        ToolClient(TicketConfiguration(baseURL: try BaseURL(upstream.url), apiKey: Secret("canary-key")), time: time, over: upstream)
    }

    /// What a tool answered.
    struct Answer: Sendable {
        let text: String
        let structured: JSON?
        let isError: Bool

        subscript(key: String) -> JSON? { structured?[key] }
        var items: [JSON] { structured?["items"]?.array ?? [] }
    }

    /// Calls a tool, and checks what every answer owes: structured content that matches the schema, and none with an error.
    @discardableResult
    func call(_ name: String, _ arguments: JSON = [:], _ location: SourceLocation = #_sourceLocation) async throws -> Answer {
        let reply = try await reply(to: name, arguments)
        let result = try #require(reply["result"], "\(reply.text)", sourceLocation: location)
        let answer = Answer(
            text: (result["content"]?.array ?? []).compactMap { $0["text"]?.string }.joined(separator: "\n"),
            structured: result["structuredContent"], isError: result["isError"]?.bool ?? false)
        if answer.isError {
            #expect(answer.structured == nil, sourceLocation: location)
        } else {
            let schema = try #require(server.tools[name]?.definition.outputSchema, sourceLocation: location)
            let structured = try #require(answer.structured, sourceLocation: location)
            #expect(SchemaCheck.faults(of: structured, against: try JSON(parsing: schema.bytes)) == [], sourceLocation: location)
        }
        return answer
    }

    /// Calls a tool that has to succeed.
    @discardableResult
    func succeed(_ name: String, _ arguments: JSON = [:], _ location: SourceLocation = #_sourceLocation) async throws -> Answer {
        let answer = try await call(name, arguments, location)
        try #require(!answer.isError, "\(answer.text)", sourceLocation: location)
        return answer
    }

    /// Calls a tool that has to fail, and gives what the model is told.
    func fail(_ name: String, _ arguments: JSON = [:], _ location: SourceLocation = #_sourceLocation) async throws -> String {
        let answer = try await call(name, arguments, location)
        try #require(answer.isError, "\(answer.text)", sourceLocation: location)
        return answer.text
    }

    /// The whole answer; null for a call that was cancelled.
    func reply(to tool: String, _ arguments: JSON) async throws -> JSON {
        let message: JSON = [
            "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": ["name": .string(tool), "arguments": arguments],
        ]
        let (outlet, wire) = (Outlet(), WireCheck.recording(assuming: .v2025_11_25))
        let peer = Peer(principal: principal, session: nil, assumedRevision: .v2025_11_25)
        wire.clientSends(message.bytes)
        let exchange = Exchange(message: RawMessage(message.bytes), peer: peer, outlet: CheckedOutlet(outlet, wire))
        let call = try #require(server.receive(exchange))
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                call.start { continuation.resume() }
            }
            return await outlet.message
        } onCancel: {
            call.cancel()
        }
    }

    private actor Outlet: MessageOutlet {
        private(set) var message: JSON = .null

        func send(_ message: RawMessage, as role: MessageRole) async throws(TransportError) {
            do {
                self.message = try JSON(parsing: message.bytes)
            } catch {
                throw TransportError(.system, "\(error)")
            }
        }
    }
}
