import Foundation
import MCPCore
import Testing

@testable import CustomTransport

@Suite(.timeLimit(.minutes(1)))
struct UnixSocketTransportTests {
    @Test func peersShareTheBoardAndNothingElse() async throws {
        try await TestServer.run { server in
            try await server.connected { first in
                try await first.open()
                try await server.connected { second in
                    try await second.open()
                    try await first.call(1, "add_note", #"{"text":"from the first"}"#)
                    #expect(try await first.nextText() == "Pinned; there are 1 notes now.")
                    // The same id at the same time, which is the other peer's affair.
                    try await first.call(2, "wait")
                    try await second.call(2, "list_notes")
                    #expect(try await second.nextText() == "from the first")
                    server.gate.open()
                    #expect(try await first.nextText() == "through")
                }
            }
        }
    }

    @Test func linesInPieces() async throws {
        try await TestServer.run { server in
            try await server.connected { client in
                try await client.open()
                try await client.send(#"{"jsonrpc":"2.0","id":1,"#)
                try await client.send(#""method":"ping"}"# + "\n\n" + #"{"jsonrpc":"2.0","id":2,"method":"ping"}"# + "\r\n")
                // Answers come in no order.
                let ids = [try await client.next()["id"], try await client.next()["id"]]
                #expect(ids == [1, 2] || ids == [2, 1])
            }
        }
    }

    @Test(arguments: [1_001, 5_000, 300_000])
    func aLineThatIsTooLong(_ length: Int) async throws {
        try await TestServer.run {
            $0.lineBytes = 1_000
        } _: { server in
            try await server.connected { client in
                try await client.open()
                // Refused before it has ended: nobody keeps it until then.
                try await client.send(String(repeating: " ", count: length))
                let refusal = try await client.next()
                #expect(refusal["id"]?.isNull == true && refusal["error"]?["code"] == -32600)
                try await client.send("more of the same\n")
                let ping = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#
                try await client.send(ping + String(repeating: " ", count: 1_000 - ping.utf8.count) + "\n")
                #expect(try await client.next()["id"] == 1)
            }
        }
    }

    @Test func aCancelledCallHasNoAnswer() async throws {
        try await TestServer.run { server in
            try await server.connected { client in
                try await client.open()
                try await client.call(1, "wait")
                try await client.send(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"# + "\n")
                try await client.call(2, "list_notes")
                #expect(try await client.next()["id"] == 2)
            }
        }
    }

    @Test func aPeerThatGoesCancelsItsCalls() async throws {
        try await TestServer.run {
            $0.drainTime = .seconds(3_600)
        } _: { server in
            try await server.connected { client in
                try await client.open()
                try await client.call(1, "wait")
                try await server.gate.arrivals()
            }
            try await server.gate.cancellations()
        }
    }

    @Test func aPeerThatHasClosedItsSideIsAnswered() async throws {
        try await TestServer.run { server in
            try await server.connected { client in
                try await client.open()
                try await client.call(1, "wait")
                try await server.gate.arrivals()
                // The last line may do without its end.
                try await client.send(#"{"jsonrpc":"2.0","id":2,"method":"ping"}"#)
                try await client.closeOutput()
                #expect(try await client.next()["id"] == 2)
                server.gate.open()
                #expect(try await client.nextText() == "through")
                await #expect(throws: SocketClient.Closed.self) { try await client.next() }
            }
        }
    }

    @Test func noMoreThanSoManyCallsAtOnce() async throws {
        try await TestServer.run {
            $0.callsPerPeer = 2
        } _: { server in
            try await server.connected { client in
                try await client.open()
                for id in 1...4 { try await client.call(id, "wait") }
                try await server.gate.arrivals(of: 2)
                #expect(server.gate.heldCount == 2)
                server.gate.open()
                var ids: [Int64] = []
                for _ in 1...4 { ids.append(try #require(try await client.next()["id"]?.integer)) }
                #expect(ids.sorted() == [1, 2, 3, 4])
            }
        }
    }

    @Test func noMoreThanSoManyPeersAtOnce() async throws {
        try await TestServer.run {
            $0.peers = 1
        } _: { server in
            try await server.connected { first in
                try await first.open()
                await #expect(throws: (any Error).self) { try await server.connected { try await $0.open() } }
                try await first.call(1, "list_notes")
                #expect(try await first.nextText() == "The board is empty.")
            }
        }
    }

    @Test func newsThatNobodyAskedFor() async throws {
        try await TestServer.run { server in
            try await server.connected { client in
                try await client.open()
                server.server.update { $0.tools = ToolBox() }
                #expect(try await client.next()["method"] == "notifications/tools/list_changed")
            }
        }
    }

    @Test func aShutdownEndsSubscriptions() async throws {
        try await TestServer.run {
            $0.drainTime = .seconds(3_600)
        } _: { server in
            try await server.connected { client in
                let listen: JSON = [
                    "jsonrpc": "2.0", "id": 1, "method": "subscriptions/listen",
                    "params": [
                        "notifications": ["toolsListChanged": true],
                        "_meta": [
                            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                            "io.modelcontextprotocol/clientCapabilities": [:],
                        ],
                    ],
                ]
                try await client.send(listen.text + "\n")
                #expect(try await client.next()["method"] == "notifications/subscriptions/acknowledged")
                server.transport.beginGracefulShutdown()
                #expect(try await client.next()["id"] == 1)
                await #expect(throws: SocketClient.Closed.self) { try await client.next() }
            }
        }
    }

    @Test func aShutdownLetsCallsFinish() async throws {
        try await TestServer.run { server in
            try await server.connected { client in
                try await client.open()
                try await client.call(1, "wait")
                try await server.gate.arrivals()
                server.transport.beginGracefulShutdown()
                // Nobody is let in any more, once the listening socket is closed; until then nobody is answered.
                await #expect(throws: (any Error).self) { try await server.connected { try await $0.open() } }
                server.gate.open()
                #expect(try await client.nextText() == "through")
                await #expect(throws: SocketClient.Closed.self) { try await client.next() }
            }
        }
    }

    @Test func aShutdownDoesNotWaitForEver() async throws {
        try await TestServer.run {
            $0.drainTime = .milliseconds(20)
        } _: { server in
            try await server.connected { client in
                try await client.open()
                try await client.call(1, "wait")
                try await server.gate.arrivals()
                server.transport.beginGracefulShutdown()
                await #expect(throws: SocketClient.Closed.self) { try await client.next() }
                try await server.gate.cancellations()
            }
        }
    }

    @Test(arguments: [false, true])
    func aPeerThatDoesNotReadHoldsNothingUp(_ isCancelled: Bool) async throws {
        let server = TestServer { $0.drainTime = isCancelled ? .seconds(3_600) : .milliseconds(20) }
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.serve() }
            await server.transport.isListening()
            try await server.connected { client in
                try await client.open()
                try await client.call(1, "flood")
                try await client.nibble()
                try await server.connected { other in
                    try await other.open()
                    try await other.call(1, "list_notes")
                    #expect(try await other.nextText() == "The board is empty.")
                }
                if isCancelled { group.cancelAll() } else { server.transport.beginGracefulShutdown() }
                // While the client is still there, and has not read its answer.
                try await group.waitForAll()
            }
        }
    }

    @Test func aShutdownThatComesFirst() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString.prefix(13)).sock").path()
        let transport = UnixSocketTransport(path: path)
        transport.beginGracefulShutdown()
        transport.beginGracefulShutdown()
        try await MCPServer(Implementation(name: "test", version: "1"), tools: ToolBox([any Tool]())).serve(over: transport)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func aPathThatCannotBe() async throws {
        let transport = UnixSocketTransport(path: "/nonexistent/mcp.sock")
        await #expect(throws: TransportError.self) {
            try await MCPServer(Implementation(name: "test", version: "1"), tools: ToolBox([any Tool]())).serve(over: transport)
        }
    }

    @Test func cancellingTheTaskEndsItAtOnce() async throws {
        let server = TestServer { $0.drainTime = .seconds(3_600) }
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.serve() }
            await server.transport.isListening()
            try await server.connected { client in
                try await client.open()
                try await client.call(1, "wait")
                try await server.gate.arrivals()
                group.cancelAll()
                await #expect(throws: SocketClient.Closed.self) { try await client.next() }
            }
            try await server.gate.cancellations()
            try await group.waitForAll()
        }
        #expect(!FileManager.default.fileExists(atPath: server.path))
    }
}
