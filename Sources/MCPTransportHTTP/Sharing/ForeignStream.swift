internal import MCPCore
internal import Synchronization

/// A stream that another instance writes, and whose client reads it here.
///
/// What is appended there is told by a letter, and read from the store. The writer may be gone: then the client is told that its call is.
final class ForeignStream: Sendable {
    private static let patience = Duration.seconds(2)

    private struct State {
        var last: Int
        var isReading = false
        /// Something came while it was read.
        var isBehind = false
        var nextLook: Duration
    }

    let name: StreamName
    private let description: StreamDescription
    private let connection: EventStream
    /// The connection ends with this stream; not so where it goes on with another.
    private let endsConnection: Bool
    /// Whether the client is told something in another way.
    private let isKnown: @Sendable ([UInt8]) -> Bool
    private let store: any SessionStore
    private let state: Mutex<State>

    /// - Parameter last: the sequence number of what the client has.
    init(
        _ name: StreamName, _ description: StreamDescription, after last: Int, to connection: EventStream, endsConnection: Bool,
        store: any SessionStore, now: Duration, isKnown: @escaping @Sendable ([UInt8]) -> Bool
    ) {
        self.isKnown = isKnown
        self.name = name
        self.description = description
        self.connection = connection
        self.endsConnection = endsConnection
        self.store = store
        state = Mutex(State(last: last, nextLook: now + Self.patience))
    }

    /// Sends what was read already, before ``grow()`` is called for the first time.
    func push(_ events: [StreamEvent], late isLate: Bool = false) {
        for event in events {
            state.withLock { $0.last = event.sequence }
            if !event.message.isEmpty, !isLate || !isKnown(event.message) { connection.send(event.event(of: name.number)) }
            if event.isLast { end() }
        }
    }

    /// Something was appended.
    func grow() {
        let begins = state.withLock { state in
            state.isBehind = state.isReading
            defer { state.isReading = true }
            return !state.isReading
        }
        if begins { Task { await read() } }
    }

    private func read() async {
        repeat {
            do throws(SessionStoreError) {
                let last = state.withLock { $0.last }
                guard let part = try await store.events(of: name, after: last) else { return end() }
                // A client that must not miss anything comes back, and is told what is lost.
                if part.isGap { return connection.sendAway(retry: 1_000) }
                push(part.events, late: true)
            } catch {
                // The next look is soon.
                return state.withLock { $0.isReading = false }
            }
        } while goesOn()
    }

    private func goesOn() -> Bool {
        state.withLock { state in
            defer { state.isBehind = false }
            state.isReading = state.isBehind
            return state.isReading
        }
    }

    /// Looks whether the writer lives, and for what no letter told of.
    func tick(_ now: Duration) {
        let isDue = state.withLock { state in
            guard now >= state.nextLook else { return false }
            state.nextLook = now + Self.patience
            return true
        }
        guard isDue, !connection.isEnded else { return }
        Task {
            do throws(SessionStoreError) {
                let isAlive = try await store.isAlive(description.writer)
                await read()
                if !isAlive { bury() }
            } catch {
                // Nobody can say: the store is away.
                return
            }
        }
    }

    /// The writer is gone, and has written all that it will.
    private func bury() {
        guard !connection.isEnded else { return }
        if let request = description.request {
            let reply = RawMessage.lostCall(request)
            connection.send(SSEEvent("message", data: reply.bytes))
        }
        end()
    }

    private func end() {
        if endsConnection { connection.close() }
    }
}

extension StreamEvent {
    func event(of stream: Int) -> SSEEvent {
        SSEEvent("message", id: EventID(stream: stream, sequence: sequence).text, data: message)
    }
}

extension RawMessage {
    /// The answer to a request whose instance is gone.
    fileprivate static func lostCall(_ request: RawJSON) -> RawMessage {
        let written = RawJSON { writer in
            writer.beginObject()
            writer.key("jsonrpc")
            writer.string("2.0")
            writer.key("id")
            writer.raw(request)
            writer.key("error")
            writer.beginObject()
            writer.key("code")
            writer.integer(Int64(MCPError.Code.internalError.rawValue))
            writer.key("message")
            writer.string("The instance that ran this call is gone. What it changed may stand; look before you call again.")
            writer.endObject()
            writer.endObject()
        }
        return RawMessage(written.bytes)
    }
}
