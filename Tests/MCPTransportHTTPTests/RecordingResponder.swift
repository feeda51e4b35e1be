import Foundation
import MCPCore
import MCPTesting
import MCPTransportHTTP
import Synchronization

/// A way back that keeps what is sent, in place of a web server. Messages in it are measured by the official schemas.
final class RecordingResponder: HTTPResponder {
    private struct State {
        var head: HTTPResponseHead?
        var body: [UInt8] = []
        var isEnded = false
        var isConnected = true
        var read = 0
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let wire: HTTPWireExchange
    private let state = Mutex(State())
    /// What a slow reader leaves unread, as far as the handler is told.
    let unread = Mutex(0)

    init(_ wire: HTTPWireExchange) {
        self.wire = wire
    }

    var head: HTTPResponseHead? { state.withLock { $0.head } }
    var isEnded: Bool { state.withLock { $0.isEnded } }
    var text: String { String(decoding: state.withLock { $0.body }, as: UTF8.self) }

    func respond(_ head: HTTPResponseHead, _ body: [UInt8]) {
        wire.responds(head.status, headers: head.headers.fields)
        wire.sends(body)
        wire.ends()
        change { state in
            precondition(state.head == nil, "one response to a request")
            state.head = head
            state.body = body
            state.isEnded = true
        }
    }

    func begin(_ head: HTTPResponseHead) {
        wire.responds(head.status, headers: head.headers.fields)
        change { state in
            precondition(state.head == nil, "one response to a request")
            state.head = head
        }
    }

    func write(_ bytes: [UInt8]) -> Int? {
        guard state.withLock({ $0.isConnected }) else { return nil }
        wire.sends(bytes)
        change { state in
            precondition(!state.isEnded, "nothing after the end")
            state.body += bytes
        }
        return unread.withLock { $0 } + bytes.count
    }

    func drained() async {}

    func end() {
        wire.ends()
        change { $0.isEnded = true }
    }

    func disconnect() {
        state.withLock { $0.isConnected = false }
    }

    /// Suspends until what was sent is as it is wanted.
    func wait(until isReady: (RecordingResponder) -> Bool) async {
        while !isReady(self) {
            let before = state.withLock { ($0.body.count, $0.isEnded, $0.head == nil) }
            await withCheckedContinuation { continuation in
                let hasChanged = state.withLock { state in
                    guard (state.body.count, state.isEnded, state.head == nil) == before else { return true }
                    state.watchers.append(continuation)
                    return false
                }
                if hasChanged { continuation.resume() }
            }
        }
    }

    /// The events so far: name, id and data of each; comments are left out.
    var events: [(name: String?, id: String?, data: String)] {
        text.components(separatedBy: "\n\n").compactMap { block in
            var event: (name: String?, id: String?, data: String?) = (nil, nil, nil)
            for line in block.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
                if line.hasPrefix("id: ") { event.id = String(line.dropFirst(4)) }
                if line.hasPrefix("data: ") { event.data = (event.data.map { $0 + "\n" } ?? "") + line.dropFirst(6) }
            }
            return event.data.map { (event.name, event.id, $0) }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let watchers = state.withLock { state in
            body(&state)
            defer { state.watchers = [] }
            return state.watchers
        }
        for watcher in watchers { watcher.resume() }
    }
}
