import Foundation
import MCPCore
import MCPTesting
import Testing

@testable import CustomTransport

/// The notes, and a tool that waits, on a socket of a test's own.
struct TestServer: Sendable {
    let path: String
    let transport: UnixSocketTransport
    let gate = Gate()
    let server: MCPServer

    init(_ change: (inout UnixSocketTransport.Limits) -> Void = { _ in }) {
        // Socket paths are short: about a hundred bytes, whatever the file system allows.
        path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString.prefix(13)).sock").path()
        var limits = UnixSocketTransport.Limits()
        change(&limits)
        transport = UnixSocketTransport(path: path, limits: limits)
        let board = NoteBoard()
        server = MCPServer(
            Implementation(name: "test", version: "1"),
            tools: ToolBox([AddNote(board: board), ListNotes(board: board), Wait(gate: gate), Flood()]),
            options: ServerOptions(announcedLists: .tools))
    }

    func serve() async throws {
        try await server.serve(over: transport)
    }

    /// Serves while `body` runs, and then shuts down.
    static func run(
        _ change: (inout UnixSocketTransport.Limits) -> Void = { _ in }, _ body: (TestServer) async throws -> Void
    ) async throws {
        let test = TestServer(change)
        async let serving: Void = test.serve()
        await test.transport.isListening()
        try await body(test)
        test.transport.beginGracefulShutdown()
        try await serving
        #expect(!FileManager.default.fileExists(atPath: test.path))
    }

    func connected<Value: Sendable>(_ body: (inout SocketClient) async throws -> Value) async throws -> Value {
        try await SocketClient.connected(to: path, body)
    }
}

struct Wait: ReadTool {
    let gate: Gate
    static let name = "wait"
    static let description = "Waits."
    static let input = Schema<Void>.object { () }
    func call(_ input: Void, _ context: ToolContext) async throws -> String {
        try await gate.pass()
        return "through"
    }
}

/// Answers with more than a socket holds.
struct Flood: ReadTool {
    static let name = "flood"
    static let description = "Says a lot."
    static let input = Schema<Void>.object { () }
    func call(_ input: Void, _ context: ToolContext) async throws(ToolFailure) -> String { String(repeating: "x", count: 16 << 20) }
}
