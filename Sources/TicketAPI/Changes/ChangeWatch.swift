internal import Logging
internal import Synchronization

/// Those who follow changes, and what looks for changes that other processes have made while anybody follows.
///
/// This process's own writes touch the signal at once. Those of others are found by asking the database for the last id, often enough
/// that nobody waits for long and seldom enough that nobody notices.
final class ChangeWatch: Sendable {
    /// A place among the followers; given back when it is dropped.
    final class Place: Sendable {
        private let watch: ChangeWatch

        fileprivate init(_ watch: ChangeWatch) { self.watch = watch }

        deinit { watch.leave() }
    }

    private struct State {
        var followers = 0
        var task: Task<Void, Never>?
    }

    /// How long a change by another process goes unnoticed at most, but for the time of the question itself.
    static let period = Duration.milliseconds(50)
    static let capacity = 100

    let store: any TicketStore
    private let logger: Logger
    private let state = Mutex(State())

    init(store: any TicketStore, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    deinit { state.withLock { $0.task }?.cancel() }

    /// Nil when all places are taken.
    func join() -> Place? {
        let isIn = state.withLock { state in
            guard state.followers < Self.capacity else { return false }
            state.followers += 1
            if state.task == nil { state.task = Task { [store, logger] in await Self.run(store, logger) } }
            return true
        }
        return isIn ? Place(self) : nil
    }

    private func leave() {
        let task = state.withLock { state -> Task<Void, Never>? in
            state.followers -= 1
            guard state.followers == 0 else { return nil }
            defer { state.task = nil }
            return state.task
        }
        task?.cancel()
    }

    private static func run(_ store: any TicketStore, _ logger: Logger) async {
        var last: Int?
        var isFailing = false
        while !Task.isCancelled {
            do {
                let newest = try await store.lastChange()
                if let last, last != newest { store.changeSignal.touch() }
                if isFailing { logger.notice("changes of other servers are seen again") }
                (last, isFailing) = (newest, false)
            } catch {
                if !isFailing, !Task.isCancelled {
                    logger.warning("changes of other servers are not seen", metadata: ["error": "\(error)"])
                }
                isFailing = !Task.isCancelled
            }
            store.changeSignal.tick()
            do {
                try await Task.sleep(for: period, tolerance: .milliseconds(10))
            } catch {
                return
            }
        }
    }
}
