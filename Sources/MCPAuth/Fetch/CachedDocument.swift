internal import HTTPFetch
internal import Synchronization

/// A document of an issuer that is fetched when it is needed, by one fetch at a time, and kept for a while.
///
/// What has been fetched once is used beyond its time when it cannot be fetched again. A fetch goes on when those who wait for it give up.
final class CachedDocument<Value: Sendable>: Sendable {
    struct Loaded: Sendable {
        let value: Value
        let freshTime: Duration
        let staleTime: Duration
    }

    private struct State {
        var value: Value?
        var freshUntil = Duration.zero
        var staleUntil = Duration.zero
        var fetch: Task<Bool, Never>?
        /// After a fetch that failed.
        var quietUntil = Duration.zero
    }

    private let clock: any FetchClock
    private let retryTime: Duration
    private let load: @Sendable () async -> Loaded?
    private let state = Mutex(State())

    /// - Parameter load: gives nil, and says why where it is read, when there is no document.
    init(clock: any FetchClock, retryTime: Duration, load: @escaping @Sendable () async -> Loaded?) {
        self.clock = clock
        self.retryTime = retryTime
        self.load = load
    }

    /// The document, fetched if it has to be.
    /// - Parameter afterFetch: it is not to be taken from memory.
    /// - Returns: nil where there is none; `isNew` where it has been fetched for this question.
    func value(afterFetch: Bool = false) async -> (value: Value?, isNew: Bool) {
        let fetch = state.withLock { state -> Task<Bool, Never>? in
            let now = clock.now()
            if state.value != nil, now < state.freshUntil, !afterFetch { return nil }
            if let fetch = state.fetch { return fetch }
            guard now >= state.quietUntil else { return nil }
            let fetch = Task { await self.fetch() }
            state.fetch = fetch
            return fetch
        }
        let isNew = await fetch?.value ?? false
        let now = clock.now()
        return state.withLock { state in (now < state.staleUntil ? state.value : nil, isNew) }
    }

    private func fetch() async -> Bool {
        let loaded = await load()
        let now = clock.now()
        return state.withLock { state in
            state.fetch = nil
            guard let loaded else {
                state.quietUntil = now + retryTime
                return false
            }
            state.value = loaded.value
            state.freshUntil = now + loaded.freshTime
            state.staleUntil = state.freshUntil + loaded.staleTime
            state.quietUntil = .zero
            return true
        }
    }
}
