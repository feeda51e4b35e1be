import MCPCore
import Synchronization
import Testing

@testable import MCPTransportHTTP

/// The end of a stream, by its own clock.
@Suite struct EventStreamTests {
    private static let limits = Fixture.configuration.limits
    private let responder = PlainResponder()

    /// One that cannot be resumed waits a while for what is still to come over it.
    @Test func aBusyStreamLingers() {
        let isBusy = Flag()
        let stream = EventStream(
            responder, headers: [:], opening: [], limits: Self.limits, now: .zero,
            lingers: { isBusy.value.load(ordering: .relaxed) })
        stream.tick(.seconds(841))
        #expect(!responder.isEnded)
        isBusy.value.store(false, ordering: .relaxed)
        stream.tick(.seconds(842))
        #expect(responder.isEnded)
        #expect(responder.text.hasSuffix("retry: 1000\n\n"))
    }

    @Test func aBusyStreamDoesNotLingerForEver() {
        let stream = EventStream(
            responder, headers: [:], opening: [], limits: Self.limits, now: .zero, lingers: { true })
        stream.tick(.seconds(884))
        #expect(!responder.isEnded)
        stream.tick(.seconds(885))
        #expect(responder.isEnded)
    }

    @Test func anIdleStreamEndsInTime() {
        let stream = EventStream(responder, headers: [:], opening: [], limits: Self.limits, now: .zero)
        stream.tick(.seconds(839))
        #expect(!responder.isEnded)
        stream.tick(.seconds(840))
        #expect(responder.isEnded)
    }
}

private final class Flag: Sendable {
    let value = Atomic(true)
}

/// Keeps what is written.
private final class PlainResponder: HTTPResponder {
    private let state = Mutex((text: "", isEnded: false))
    var text: String { state.withLock { $0.text } }
    var isEnded: Bool { state.withLock { $0.isEnded } }

    func respond(_ head: HTTPResponseHead, _ body: [UInt8]) {}
    func begin(_ head: HTTPResponseHead) {}
    func write(_ bytes: [UInt8]) -> Int? {
        state.withLock { $0.text += String(decoding: bytes, as: UTF8.self) }
        return 0
    }
    func drained() async {}
    func end() { state.withLock { $0.isEnded = true } }
}
