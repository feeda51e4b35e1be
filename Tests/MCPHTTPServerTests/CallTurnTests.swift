internal import MCPCore
internal import MCPHTTPServer
internal import MCPTesting
internal import MCPTransportHTTP
internal import NIOPosix
internal import Synchronization
internal import Testing

/// Calls of tools that suspend go on at the event loop of their connection, and must neither keep it from its sockets nor end with it.
@Suite(.timeLimit(.minutes(1)))
struct CallTurnTests {
    /// What the tools of a test share.
    private final class Stage: Sendable {
        let gate = Mutex(Gate())
        let isReleased = Atomic(false)
        /// Whether each call that has gone on did so at an event loop.
        let places = Observed([Bool]())

        var handler: StubHandler {
            let release = RegisteredTool("release", "Has those go on that give way.") { _ in
                self.isReleased.store(true, ordering: .relaxed)
                return "released"
            }
            let giveWay = RegisteredTool("give_way", "Gives way until it is released.") { _ in
                // Now and then it is sent to the pool, wherever it goes on.
                var wasAtLoop = false
                repeat {
                    await Task.yield()
                    if MultiThreadedEventLoopGroup.currentEventLoop != nil { wasAtLoop = true }
                } while !self.isReleased.load(ordering: .relaxed)
                self.places.change { [wasAtLoop] in $0.append(wasAtLoop) }
                return "gone on"
            }
            let wait = RegisteredTool("wait", "Waits for the gate, whatever becomes of its caller.") { _ in
                let gate = self.gate.withLock { $0 }
                await Task { do { try await gate.pass() } catch {} }.value
                self.places.change { $0.append(MultiThreadedEventLoopGroup.currentEventLoop != nil) }
                return "gone on"
            }
            let server = MCPServer(Implementation(name: "turns", version: "1"), tools: ToolBox([release, giveWay, wait]))
            let handler = MCPHTTPHandler(server, configuration: HTTPConfiguration())
            return StubHandler({ handler.serve($0, $1) }, onShutdown: { await handler.shutdown(within: $0) })
        }
    }

    private func call(_ tool: String) -> String {
        let body = #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\#(tool)","arguments":{}}}"#
        return "POST /rpc HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n" + body
    }

    private func serving(
        _ stage: Stage, _ body: (HTTPServer, Task<Void, any Error>, Int) async throws -> Void
    ) async throws {
        let server = HTTPServer.make([.tcp(host: "127.0.0.1", port: 0)], stage.handler)
        let run = Task { try await server.run() }
        defer { run.cancel() }
        try await body(server, run, try #require(try await server.boundAddresses.first?.port))
    }

    @Test func aCallThatGivesWayLeavesItsEventLoopToOthers() async throws {
        let stage = Stage()
        try await serving(stage) { server, run, port in
            let first = try await RawClient.connect(port: port)
            let second = try await RawClient.connect(port: port)
            for _ in 0..<2 {
                stage.isReleased.store(false, ordering: .relaxed)
                try await first.send(call("give_way"))
                try await second.send(call("release"))
                #expect(try await second.response().body.contains("released"))
                #expect(try await first.response().body.contains("gone on"))
            }
            // The first call has shown that the tool suspends. Where that one went on says nothing: one that has its turn back before its thread
            // has let go of it goes on there without a suspension.
            #expect(stage.places.state.last == true)
            server.beginGracefulShutdown()
            try await run.value
        }
    }

    @Test func aCallThatOutlivesItsServerGoesOnWithoutIt() async throws {
        let stage = Stage()
        try await serving(stage) { _, run, port in
            let client = try await RawClient.connect(port: port)
            try await client.send(call("wait"))
            try await stage.gate.withLock { $0 }.arrivals()
            stage.gate.withLock { $0 }.open()
            #expect(try await client.response().body.contains("gone on"))
            let closed = Gate()
            stage.gate.withLock { $0 = closed }
            try await client.send(call("wait"))
            try await closed.arrivals()
            run.cancel()
            await #expect(throws: CancellationError.self) { try await run.value }
            closed.open()
            try await stage.places.wait { $0.count == 2 }
            #expect(stage.places.state.last == false)
        }
    }
}
