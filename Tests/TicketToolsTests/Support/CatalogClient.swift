internal import MCPCore
internal import MCPTesting
internal import Synchronization
internal import Testing

@testable internal import TicketTools

/// A client of a server with everything that the ticket tools come with: tools, reports, resources and prompts. What the server sends is
/// measured by the official schemas. Waiting is bounded: a server that says nothing for 30 seconds fails the test.
final class CatalogClient: Sendable {
    static let tasks: JSONObject = ["extensions": ["io.modelcontextprotocol/tasks": [:]]]

    let revision: ProtocolRevision
    let server: MCPServer
    private let capabilities: JSONObject
    private let peer: Peer
    private let session: Session
    private let inbox = MessageInbox()
    private let outlet: any MessageOutlet
    private let wire = WireCheck(WireSchemas.nearest(), assuming: nil as ProtocolRevision?) { Issue.record("\($0)") }
    private let lastID = Atomic(0)
    private let upstream: ScriptedUpstream?

    private init(
        _ server: MCPServer, _ revision: ProtocolRevision, _ principal: Principal, _ capabilities: JSONObject, _ upstream: ScriptedUpstream?
    ) {
        self.server = server
        self.revision = revision
        self.capabilities = capabilities
        self.upstream = upstream
        session = Session(id: "catalog", principal: principal)
        outlet = CheckedOutlet(inbox, wire)
        peer = Peer(principal: principal, session: revision.era == .legacy ? session : nil)
    }

    /// - Parameters:
    ///   - upstream: the API that all tests share unless given.
    ///   - server: another client's, to come to the same one.
    static func open(
        _ revision: ProtocolRevision = .v2025_11_25, over upstream: ScriptedUpstream? = nil, on server: MCPServer? = nil,
        as principal: Principal = .anonymous, capabilities: JSONObject = [:], middleware: [any MCPMiddleware] = [],
        time: any TimeSource = SystemTime(), change: (inout TicketConfiguration) -> Void = { _ in }
    ) async throws -> CatalogClient {
        var configuration = TicketConfiguration(baseURL: try BaseURL(try upstream?.url ?? TicketAPIProcess.shared.get().url))
        change(&configuration)
        let server =
            server
            ?? {
                let api = APIClient(configuration: configuration)
                let offered = TicketToolBox.catalog(client: api, configuration: configuration, withReports: true, time: time)
                return MCPServer(
                    Implementation(name: "test", version: "1"), tools: offered.tools, resources: offered.resources,
                    prompts: offered.prompts, middleware: middleware)
            }()
        let client = CatalogClient(server, revision, principal, capabilities, upstream)
        guard revision.era == .legacy else { return client }
        client.session.attach(client.outlet)
        let reply = try await client.request(
            "initialize",
            [
                "protocolVersion": .string(revision.name), "capabilities": .object(capabilities),
                "clientInfo": ["name": "catalog", "version": "1"],
            ])
        try #require(reply["result"]?["protocolVersion"]?.string == revision.name)
        client.send(["jsonrpc": "2.0", "method": "notifications/initialized"])
        return client
    }

    func send(_ message: JSON) {
        wire.clientSends(message.bytes)
        server.receive(Exchange(message: RawMessage(message.bytes), peer: peer, outlet: outlet))?.start {}
    }

    @discardableResult
    func start(_ method: String, _ params: JSONObject = [:], meta: JSONObject = [:]) -> JSON {
        let id = JSON.integer(Int64(lastID.wrappingAdd(1, ordering: .relaxed).newValue))
        var (params, meta) = (params, meta)
        if revision.era == .modern {
            meta["io.modelcontextprotocol/protocolVersion"] = .string(revision.name)
            meta["io.modelcontextprotocol/clientCapabilities"] = .object(capabilities)
        }
        if !meta.isEmpty { params["_meta"] = .object(meta) }
        send(["jsonrpc": "2.0", "id": id, "method": .string(method), "params": .object(params)])
        return id
    }

    func next() async throws -> JSON {
        let inbox = inbox
        let watch = Task {
            try await Task.sleep(for: .seconds(30))
            inbox.close()
        }
        defer { watch.cancel() }
        let message = try #require(try await inbox.next(), "the server says nothing")
        return try JSON(parsing: message.bytes)
    }

    /// Sends a request and reads up to its response; what comes before it is given to `notice`.
    func request(
        _ method: String, _ params: JSONObject = [:], meta: JSONObject = [:], notice: (JSON) -> Void = { _ in }
    ) async throws -> JSON {
        let id = start(method, params, meta: meta)
        while true {
            let message = try await next()
            if message["id"] == id { return message }
            notice(message)
        }
    }

    func call(_ tool: String, _ arguments: JSONObject = [:], _ more: JSONObject = [:], meta: JSONObject = [:]) async throws -> JSON {
        var params: JSONObject = ["name": .string(tool), "arguments": .object(arguments)]
        for member in more.members { params[member.key] = member.value }
        return try await request("tools/call", params, meta: meta)
    }

    /// Calls a tool that has to succeed. Its structured content is measured by the tool's own schema.
    func succeed(_ tool: String, _ arguments: JSONObject = [:], _ location: SourceLocation = #_sourceLocation) async throws -> JSON {
        let reply = try await call(tool, arguments)
        let result = try #require(reply["result"], "\(reply.text)", sourceLocation: location)
        try #require(result["isError"]?.bool != true, "\(reply.text)", sourceLocation: location)
        let schema = try JSON(parsing: try #require(server.tools[tool]?.definition.outputSchema).bytes)
        #expect(SchemaCheck.faults(of: result["structuredContent"] ?? .null, against: schema) == [], sourceLocation: location)
        return result
    }

    func read(_ uri: String) async throws -> JSON { try await request("resources/read", ["uri": .string(uri)]) }

    /// The text at a URI, which has to be there.
    func text(at uri: String, _ location: SourceLocation = #_sourceLocation) async throws -> String {
        let reply = try await read(uri)
        return try #require(reply["result"]?["contents"]?[0]?["text"]?.string, "\(reply.text)", sourceLocation: location)
    }

    func prompt(_ name: String, _ arguments: JSONObject = [:]) async throws -> JSON {
        try await request("prompts/get", ["name": .string(name), "arguments": .object(arguments)])
    }

    func complete(_ reference: JSON, _ argument: String, _ value: String) async throws -> [String] {
        let reply = try await request(
            "completion/complete", ["ref": reference, "argument": ["name": .string(argument), "value": .string(value)]])
        return try #require(reply["result"]?["completion"]?["values"]?.array, "\(reply.text)").compactMap(\.string)
    }

    /// Asks for a task again and again until it is in a state, for 20 seconds at most.
    func task(_ id: String, reaches status: String) async throws -> JSON {
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            let result = try #require(try await request("tasks/get", ["taskId": .string(id)])["result"])
            if result["status"]?.string == status { return result }
            try #require(ContinuousClock.now < deadline, "\(result.text)")
            await Task.yield()
        }
    }
}
