internal import MCPCore
internal import Synchronization

/// Keeps what is published, and takes each key once, as a log does.
final class RecordingPublisher: EventPublisher {
    private struct State {
        /// Everything, in the order in which it came.
        var offered: [EventDraft] = []
        var taken: [EventDraft] = []
        var keys: Set<String> = []
        var refusals: [EventLogError] = []
    }

    private let state = Mutex(State())
    private let bell = Bell()

    var offered: [EventDraft] { state.withLock { $0.offered } }
    var taken: [EventDraft] { state.withLock { $0.taken } }
    var keys: [String] { taken.map { $0.key ?? "" } }

    /// Throws these at the next calls, in place of taking anything.
    func refuse(_ errors: [EventLogError]) { state.withLock { $0.refusals = errors } }

    func publish(_ drafts: [EventDraft]) async throws(EventLogError) -> [EventReceipt] {
        let result = state.withLock { state -> Result<[EventReceipt], EventLogError> in
            if !state.refusals.isEmpty { return .failure(state.refusals.removeFirst()) }
            return .success(
                drafts.map { draft in
                    state.offered.append(draft)
                    if let key = draft.key, !state.keys.insert(key).inserted { return .known }
                    state.taken.append(draft)
                    return .accepted(EventPosition(UInt64(state.taken.count)))
                })
        }
        bell.ring()
        return try result.get()
    }

    /// Waits until so many have been taken, and gives them; the suite's time limit bounds it.
    func wait(for count: Int) async -> [EventDraft] {
        await bell.wait { taken.count >= count }
        return taken
    }

    /// Waits for something about what was offered.
    func wait(until isDone: ([EventDraft]) -> Bool) async {
        await bell.wait { isDone(offered) }
    }
}
