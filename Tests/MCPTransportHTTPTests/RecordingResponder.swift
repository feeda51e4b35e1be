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
        var changes = 0
    }

    private let wire: HTTPWireExchange
    private let state = Observed(State())
    /// What a slow reader leaves unread, as far as the handler is told.
    let unread = Mutex(0)

    init(_ wire: HTTPWireExchange) {
        self.wire = wire
    }

    var head: HTTPResponseHead? { state.state.head }
    var isEnded: Bool { state.state.isEnded }
    var text: String { String(decoding: state.state.body, as: UTF8.self) }

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
        // As a web server does: who writes may learn a moment late that another has ended the response.
        let isTaken = change { state in
            guard state.isConnected, !state.isEnded else { return false }
            wire.sends(bytes)
            state.body += bytes
            return true
        }
        guard isTaken else { return nil }
        return unread.withLock { $0 } + bytes.count
    }

    func drained() async {}

    func end() {
        wire.ends()
        change { $0.isEnded = true }
    }

    func disconnect() {
        state.change { $0.isConnected = false }
    }

    /// Suspends until what was sent is as it is wanted.
    /// - Throws: `CancellationError` when the task is cancelled.
    func wait(until isReady: (RecordingResponder) -> Bool) async throws {
        while true {
            let seen = state.state.changes
            if isReady(self) { return }
            try await state.wait { $0.changes != seen }
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

    @discardableResult
    private func change<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
        state.change { state in
            defer { state.changes += 1 }
            return body(&state)
        }
    }
}
