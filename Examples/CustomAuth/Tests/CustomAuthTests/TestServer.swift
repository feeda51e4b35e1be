import Foundation
import HTTPFetch
import MCPCore
import MCPHTTPServer
import MCPTesting
import MCPTransportHTTP
import Synchronization
import Testing

@testable import CustomAuth

/// The server of the example on a port of its own, over a token file of its own, while a test runs.
final class TestServer: Sendable {
    let file: TokenFile
    /// What the operator was told.
    let faults = Mutex<[String]>([])
    private let fetch = HTTPFetch()
    private let clock = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
    private let url = Mutex("")

    var now: Date { clock.withLock { $0 } }

    private init(_ folder: URL) {
        file = TokenFile(url: folder.appending(path: "tokens.json"))
    }

    static func run(_ body: (TestServer) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        let test = TestServer(folder)
        let auth = TokenFileAuth(test.file, now: { test.now }) { error in test.faults.withLock { $0.append("\(error)") } }
        let server = HTTPServer(
            handler: CustomAuth.handler(test.file, auth),
            configuration: HTTPServerConfiguration(addresses: [.tcp(host: "127.0.0.1", port: 0)], eventLoopThreads: 1),
            logger: .init(label: "test"))
        async let serving: Void = server.run()
        let address = try #require(try await server.boundAddresses.first)
        test.url.withLock { $0 = "http://\(address)" }
        try await body(test)
        server.beginGracefulShutdown()
        try await serving
        await test.fetch.shutdown()
    }

    func pass(_ time: TimeInterval) {
        clock.withLock { $0 += time }
    }

    func issue(_ user: String, name: String? = nil, scopes: Set<String> = [], lifetime: TimeInterval = 3_600) throws -> Token {
        try file.issue(user: user, name: name, scopes: scopes, expires: now + lifetime)
    }

    func post(
        _ message: JSON, as token: Token?, to path: String = "/rpc", _ headers: FetchHeaders = [:]
    ) async throws -> FetchResponse {
        var headers = headers
        headers["content-type"] = "application/json"
        headers["accept"] = "application/json, text/event-stream"
        if let token { headers.add("authorization", "Bearer \(token.text)", isSensitive: true) }
        let wire = HTTPWireCheck.recording.exchange("POST", path, headers: headers.pairs, body: message.bytes)
        let response = try await fetch.send(FetchRequest(.post, url.withLock { $0 } + path, headers: headers, body: message.bytes))
        wire.responds(response.status, headers: response.headers.pairs)
        wire.sends(response.body)
        wire.ends()
        return response
    }

    func get(_ path: String) async throws -> FetchResponse {
        try await fetch.send(FetchRequest(.get, url.withLock { $0 } + path))
    }

    func call(_ tool: String, as token: Token?) async throws -> FetchResponse {
        try await post(["jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": ["name": .string(tool)]], as: token)
    }
}

extension FetchHeaders {
    fileprivate var pairs: [(name: String, value: String)] { map { (name: $0.name, value: $0.value) } }
}

extension FetchResponse {
    /// The text of a tool's result.
    var toolText: String {
        get throws { try #require(JSON(parsing: body)["result"]?["content"]?[0]?["text"]?.string) }
    }
}
