import HTTPFetch
import Logging
import MCPCore
import MCPHTTPServer
import MCPTransportHTTP

/// A handler behind a real server on loopback, for as long as a closure runs.
enum LiveServer {
    static func run<Value: Sendable>(
        _ handler: some HTTPHandler, _ body: @escaping @Sendable (_ url: String) async throws -> Value
    ) async throws -> Value {
        var configuration = HTTPServerConfiguration(addresses: [.tcp(host: "127.0.0.1", port: 0)], eventLoopThreads: 1)
        configuration.drainTime = .seconds(1)
        let server = HTTPServer(
            handler: handler, configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await server.run()
                return nil
            }
            group.addTask {
                let address = try await server.boundAddresses[0]
                return try await body("http://\(address)")
            }
            while let value = try await group.next() {
                guard let value else { continue }
                server.beginGracefulShutdown()
                try await group.waitForAll()
                return value
            }
            throw CancellationError()
        }
    }
}

/// What one client of a server sends, and what it gets.
struct LiveClient: Sendable {
    struct Answer: Sendable {
        let status: Int
        let headers: FetchHeaders
        let text: String
        /// Of a JSON answer, or of the last event of a stream.
        let json: JSON?

        var said: String? { json?["result"]?["content"]?[0]?["text"]?.string }
        var code: Int64? { json?["error"]?["code"]?.integer }
    }

    let url: String
    let key: String
    var session: String?
    var headers: [(String, String)] = []
    private let fetch: HTTPFetch

    init(_ url: String, key: String) {
        self.url = url
        self.key = key
        var configuration = FetchConfiguration()
        configuration.circuitBreaker = nil
        configuration.timeouts.total = .seconds(20)
        fetch = HTTPFetch(configuration: configuration)
    }

    func send(_ method: FetchMethod, _ path: String, _ body: JSON? = nil, _ more: [(String, String)] = []) async throws -> Answer {
        var request = FetchRequest(method, url + path, body: body?.bytes)
        request.retry = RetryPolicy.none
        if !key.isEmpty { request.headers.add("authorization", "Bearer \(key)") }
        request.headers.add("accept", "application/json, text/event-stream")
        if body != nil { request.headers.add("content-type", "application/json") }
        if let session { request.headers.add("mcp-session-id", session) }
        for (name, value) in headers + more { request.headers.add(name, value) }
        let response = try await fetch.send(request)
        let text = response.text
        let data = text.split(separator: "\n").last { $0.hasPrefix("data: ") }.map { String($0.dropFirst(6)) } ?? text
        return Answer(status: response.status, headers: response.headers, text: text, json: try? JSON(parsing: data))
    }

    /// Opens a session.
    func opened(_ path: String = "/mcp") async throws -> LiveClient {
        let answer = try await send(
            .post, path,
            [
                "jsonrpc": "2.0", "id": 1, "method": "initialize",
                "params": ["protocolVersion": "2025-11-25", "capabilities": [:], "clientInfo": ["name": "test", "version": "1"]],
            ])
        var copy = self
        copy.session = answer.headers["mcp-session-id"]
        return copy
    }

    /// In the session, if there is one.
    func call(_ tool: String, _ arguments: JSON = [:], path: String = "/mcp", _ more: [(String, String)] = []) async throws -> Answer {
        guard session != nil else {
            return try await modern("tools/call", ["name": .string(tool), "arguments": arguments], path: path, more)
        }
        return try await send(
            .post, path,
            ["jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": ["name": .string(tool), "arguments": arguments]], more)
    }

    /// A request of the stateless revision.
    func modern(_ method: String, _ params: JSONObject, path: String = "/mcp", _ more: [(String, String)] = []) async throws -> Answer {
        var params = params
        params["_meta"] = [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": ["elicitation": ["form": [:]]],
        ]
        var fields = [("mcp-protocol-version", "2026-07-28"), ("mcp-method", method)] + more
        if let name = params["name"]?.string { fields.append(("mcp-name", name)) }
        return try await send(.post, path, ["jsonrpc": "2.0", "id": 3, "method": .string(method), "params": .object(params)], fields)
    }

    func tools(path: String = "/mcp", _ more: [(String, String)] = []) async throws -> [String] {
        let answer = try await modern("tools/list", [:], path: path, more)
        return (answer.json?["result"]?["tools"]?.array ?? []).compactMap { $0["name"]?.string }
    }
}
