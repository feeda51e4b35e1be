internal import Hummingbird
internal import MCPTransportHTTP
internal import NIOCore
internal import Synchronization
internal import Testing

@testable internal import Embedding

/// The adapter's half without a connection.
@Suite(.timeLimit(.minutes(1))) struct AnswerTests {
    private final class Listener: HTTPHandler, HTTPExchange {
        let disconnects = Atomic(0)
        func serve(_ request: MCPTransportHTTP.HTTPRequest, _ responder: any MCPTransportHTTP.HTTPResponder) -> (any HTTPExchange)? { self }
        func shutdown(within time: Duration) async {}
        func disconnected() { disconnects.add(1, ordering: .relaxed) }
    }

    private let answer = Answer()
    private let listener = Listener()

    private func serve() {
        answer.serve(MCPTransportHTTP.HTTPRequest(method: "GET", target: "/sse", headers: [:]), by: listener)
    }

    @Test func aStream() async throws {
        answer.begin(HTTPResponseHead(200))
        #expect(answer.write([1, 2]) == 2)
        #expect(answer.write([3]) == 3)
        guard case .stream = try await answer.opening() else { throw CancellationError() }
        #expect(try await answer.piece() == ByteBuffer(bytes: [1, 2, 3]))
        #expect(answer.write([4]) == 4)
        #expect(try await answer.piece() == ByteBuffer(bytes: [4]))
        answer.end()
        #expect(try await answer.piece() == nil)
        #expect(answer.write([5]) == nil)
    }

    @Test func aWriterWaitsForItsReader() async throws {
        _ = answer.write(Array(repeating: 0, count: 16 << 10))
        async let waiting: Int? = {
            await answer.drained()
            defer { answer.end() }
            return answer.write([])
        }()
        #expect(try await answer.piece()?.readableBytes == 16 << 10)
        #expect(answer.write([]) == 16 << 10, "taken is not sent yet")
        #expect(try await answer.piece() == nil)
        #expect(await waiting == 0)
    }

    @Test func aWriterThatIsCancelledWaitsNoMore() async {
        _ = answer.write(Array(repeating: 0, count: 16 << 10))
        let writing = Task { await answer.drained() }
        writing.cancel()
        await writing.value
    }

    @Test func aReaderThatIsCancelledIsGone() async {
        serve()
        let reading = Task { try await answer.opening() }
        reading.cancel()
        await #expect(throws: CancellationError.self) { try await reading.value }
        #expect(listener.disconnects.load(ordering: .relaxed) == 1)
        #expect(answer.write([1]) == nil)
        answer.abandon()
        #expect(listener.disconnects.load(ordering: .relaxed) == 1)
    }

    @Test func anEndedAnswerHasNobodyToTell() {
        serve()
        answer.begin(HTTPResponseHead(200))
        answer.end()
        answer.abandon()
        #expect(listener.disconnects.load(ordering: .relaxed) == 0)
    }
}
