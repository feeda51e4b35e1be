import Foundation
import MCPCore
import MCPTesting
import MCPTransportStdio
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct StdioTransportTests {
    private static let open =
        #"{"jsonrpc":"2.0","id":"open","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}}"# + "\n"

    private static func call(_ id: Int, _ tool: String, _ text: String = "x") -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"\#(tool)","arguments":{"text":"\#(text)"}}}"# + "\n"
    }

    @Test func everythingPipelinedIsAnsweredBeforeTheEnd() async throws {
        let peer = StreamPeer()
        let replies = try await peer.serve(StdioFixture.server(), StdioTransport(peer.streams)) {
            try peer.send(Self.open + (0..<5_000).map { Self.call($0, "echo", "number \($0) プリンタ") }.joined())
            try peer.closeInput()
        }
        #expect(replies.count == 5_001)
        let texts = Dictionary(
            uniqueKeysWithValues: replies.dropFirst().map { ($0["id"]?.integer ?? -1, $0["result"]?["content"]?[0]?["text"]?.string) })
        for id in 0..<5_000 { #expect(texts[Int64(id)] == "number \(id) プリンタ") }
    }

    /// A call that waits holds up neither the reading nor the answers of others, and the end of input waits for it.
    @Test func endOfInputLetsCallsFinish() async throws {
        let (peer, gate) = (StreamPeer(), Gate())
        let replies = try await peer.serve(StdioFixture.server(gate: gate), StdioTransport(peer.streams)) {
            try peer.send(Self.open + Self.call(1, "wait") + Self.call(2, "echo"))
            try peer.closeInput()
            try await gate.arrivals()
            gate.open()
        }
        #expect(replies.first?["id"] == "open")
        #expect(Set(replies.dropFirst().map { $0["id"] }) == [1, 2])
    }

    @Test func callsThatDoNotFinishAreCancelled() async throws {
        let (peer, gate) = (StreamPeer(), Gate())
        var limits = StdioLimits()
        limits.drainTime = .milliseconds(50)
        let replies = try await peer.serve(StdioFixture.server(gate: gate), StdioTransport(peer.streams, limits: limits)) {
            try peer.send(Self.open + Self.call(1, "wait"))
            try peer.closeInput()
        }
        #expect(replies.map { $0["id"] } == ["open"])
        #expect(gate.cancelledCount == 1)
    }

    @Test func shutdownDrains() async throws {
        let (peer, gate) = (StreamPeer(), Gate())
        let transport = StdioTransport(peer.streams)
        let replies = try await peer.serve(StdioFixture.server(gate: gate), transport) {
            try peer.send(Self.open + Self.call(1, "wait"))
            try await gate.arrivals()
            transport.beginGracefulShutdown()
            transport.beginGracefulShutdown()
            gate.open()
        }
        try peer.closeInput()
        #expect(replies.map { $0["id"] } == ["open", 1])
    }

    @Test func aLongLineIsRefusedAndTheStreamGoesOn() async throws {
        let peer = StreamPeer()
        var limits = StdioLimits()
        limits.lineBytes = 300
        let replies = try await peer.serve(StdioFixture.server(), StdioTransport(peer.streams, limits: limits)) {
            try peer.send(Self.open + Self.call(1, "echo", String(repeating: "x", count: 400)) + Self.call(2, "echo"))
            try peer.closeInput()
        }
        #expect(replies.map { $0["id"] } == ["open", .null, 2])
        #expect(replies[1]["error"]?["code"] == -32600)
        #expect(replies[1]["error"]?["message"]?.string?.contains("300 bytes") == true)
    }

    /// Whatever comes in, the process lives and the next request is answered.
    @Test func garbageEndsNothing() async throws {
        let peer = StreamPeer()
        let replies = try await peer.serve(StdioFixture.server(), StdioTransport(peer.streams)) {
            var generator = SystemRandomNumberGenerator()
            try peer.send(Self.open)
            for _ in 0..<500 {
                let length = Int.random(in: 1...200, using: &generator)
                let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }.filter { $0 != 10 }
                try peer.send(String(decoding: bytes, as: UTF8.self) + "\n")
            }
            try peer.send(Self.call(1, "echo", "alive"))
            try peer.closeInput()
        }
        #expect(replies.first?["id"] == "open")
        #expect(replies.last?["result"]?["content"]?[0]?["text"] == "alive")
        #expect(replies.dropFirst().dropLast().allSatisfy { $0["id"] == .null && $0["error"] != nil })
    }

    /// The client sends and never reads: the server takes in so much and no more, and loses nothing once it reads.
    @Test func aClientThatDoesNotReadSlowsTheServerDown() async throws {
        var limits = StdioLimits()
        limits.callsInFlight = 16
        let text = String(repeating: "あ", count: 3_000)
        let count = 2_000
        let sent = Mutex(0)
        let (input, output) = (PrivateStream(), PrivateStream())
        let streams = StandardStreams(input: input.fileHandleForReading.fileDescriptor, output: output.fileHandleForWriting.fileDescriptor)
        let transport = StdioTransport(streams, limits: limits)
        let server = StdioFixture.server()
        let lines = (0..<count).map { Self.call($0, "echo", text) }
        let writer = Task.detached {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                Foundation.Thread.detachNewThread {
                    for line in [Self.open] + lines {
                        input.fileHandleForWriting.write(Data(line.utf8))
                        sent.withLock { $0 += 1 }
                    }
                    input.fileHandleForWriting.closeFile()
                    continuation.resume()
                }
            }
        }
        let serving = Task { try await server.serve(over: transport) }
        // Nobody reads: what goes in stops growing.
        var last = -1
        while true {
            let now = sent.withLock { $0 }
            if now == last, now > 0 { break }
            last = now
            for _ in 0..<20_000 { await Task.yield() }
        }
        #expect(sent.withLock { $0 } < count)
        let reader = Task.detached { () -> Data in
            await withCheckedContinuation { continuation in
                Foundation.Thread.detachNewThread {
                    var (read, lines) = (Data(), 0)
                    while lines < count + 1 {
                        let data = output.fileHandleForReading.availableData
                        if data.isEmpty { break }
                        read += data
                        lines += data.count { $0 == UInt8(ascii: "\n") }
                    }
                    continuation.resume(returning: read)
                }
            }
        }
        let answers = String(decoding: await reader.value, as: UTF8.self)
        #expect(answers.utf8.count { $0 == UInt8(ascii: "\n") } == count + 1)
        WireCheck.record(client: Self.open + lines.joined(), server: answers)
        await writer.value
        try await serving.value
    }

    @Test func aClientThatIsGoneEndsItQuietly() async throws {
        signal(SIGPIPE, SIG_IGN)
        let gate = Gate()
        let (input, output) = (PrivateStream(), PrivateStream())
        let transport = StdioTransport(
            StandardStreams(input: input.fileHandleForReading.fileDescriptor, output: output.fileHandleForWriting.fileDescriptor))
        let server = StdioFixture.server(gate: gate)
        let serving = Task { try await server.serve(over: transport) }
        input.fileHandleForWriting.write(Data((Self.open + Self.call(1, "wait")).utf8))
        try await gate.arrivals()
        try output.fileHandleForReading.close()
        input.fileHandleForWriting.write(Data(Self.call(2, "echo").utf8))
        try await serving.value
        try await gate.cancellations()
        try input.fileHandleForWriting.close()
    }
}
