import Logging
import MCPCore
import MCPTesting
import Synchronization
import Testing

@testable import MCPFixtures

@Suite(.timeLimit(.minutes(1))) struct FaultTests {
    @Test func aBugIsToldByReferenceAlone() async throws {
        let logs = LogCollector()
        let peer = InProcessPeer(FixtureTools.server(logger: logs.logger()))
        try await peer.open(.v2025_11_25)
        let reply = try await peer.request("tools/call", ["name": "break"])
        let error = try #require(reply["error"])
        #expect(error["code"] == -32603)
        #expect(!reply.text.contains("hunter2"))
        let reference = try #require(error["data"]?["reference"]?.string)
        let entry = try #require(logs.entries.first { $0.level == .error })
        #expect(entry.metadata["reference"] == reference)
        #expect(entry.metadata["error"]?.contains("hunter2") == true)
        #expect(entry.metadata["mcp.request"] == "1")
    }

    @Test func aPeerThatIsGoneHurtsNobody() async throws {
        let gate = Gate()
        let server = FixtureTools.server(gate: gate)
        let peer = InProcessPeer(server)
        try await peer.open(.v2025_11_25)
        await withCheckedContinuation { ended in
            peer.send(#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"wait"}}"#) { ended.resume() }
            peer.inbox.close()
            gate.open()
        }
        let other = InProcessPeer(server)
        try await other.open(.v2025_11_25)
        #expect(try await other.call("echo", ["text": "still here"])["content"]?[0]?["text"] == "still here")
    }

    struct Recorder: MCPMiddleware {
        let name: String
        let log: Log
        final class Log: Sendable {
            let lines = Mutex<[String]>([])
            func add(_ line: String) { lines.withLock { $0.append(line) } }
        }

        func intercept(_ invocation: Invocation, _ context: RequestContext, next: Next) async throws(MCPError) -> Reply {
            log.add("\(name) in \(context.revision)")
            if case .callTool(let call) = invocation, call.name == "fail" { throw MCPError(.invalidRequest, "\(name) refuses") }
            let reply = try await next(invocation, context)
            log.add("\(name) out")
            return reply
        }
    }

    @Test func middlewareRunsInOrderAndMayRefuse() async throws {
        let log = Recorder.Log()
        let server = FixtureTools.server(middleware: [Recorder(name: "outer", log: log), Recorder(name: "inner", log: log)])
        let peer = InProcessPeer(server)
        try await peer.open(.v2024_11_05)
        log.lines.withLock { $0 = [] }
        #expect(try await peer.call("echo", ["text": "x"])["isError"] == nil)
        #expect(log.lines.withLock { $0 } == ["outer in 2024-11-05", "inner in 2024-11-05", "inner out", "outer out"])
        #expect(try await peer.request("tools/call", ["name": "fail"])["error"]?["message"] == "outer refuses")
    }

    @Test func listsArePaged() async throws {
        var limits = ServerLimits()
        limits.page = 3
        let peer = InProcessPeer(FixtureTools.server(limits: limits))
        try await peer.open(.v2025_11_25)
        var names: [JSON?] = []
        var cursor: JSON = .null
        repeat {
            let result = try #require(try await peer.request("tools/list", ["cursor": cursor])["result"])
            let tools = try #require(result["tools"]?.array)
            #expect(1...3 ~= tools.count)
            names += tools.map { $0["name"] }
            cursor = result["nextCursor"] ?? .null
        } while cursor != .null
        #expect(names == ["echo", "add", "show", "fail", "break", "wait", "count"])
    }

    @Test(arguments: ["", ".", "0.0", "x.y.z", "-1.3", "99999999999999999999.1", "１.１"])
    func foreignCursorsAreRefused(_ cursor: String) async throws {
        let peer = InProcessPeer(FixtureTools.server())
        try await peer.open(.v2025_11_25)
        #expect(try await peer.request("tools/list", ["cursor": .string(cursor)])["error"]?["code"] == -32602)
    }
}
