internal import MCPCore
internal import Synchronization

/// Values that are costly to get, kept for a while. Callers that miss at the same time share one fetch. Failures are not kept.
final class SharedCache<Value: Sendable>: Sendable {
    private enum Entry {
        case ready(Value, until: Duration)
        case loading(Flight<Value>)

        var value: Value? { if case .ready(let value, _) = self { value } else { nil } }
    }

    private enum Admission {
        case ready(Value)
        /// - Parameter old: with the first one, what was kept until now.
        case waiting(Flight<Value>, Int, isFirst: Bool, old: Value?)
    }

    private let entries = Mutex<[String: Entry]>([:])
    private let period: @Sendable (Value) -> Duration
    private let capacity: Int
    private let time: any TimeSource

    /// - Parameter capacity: keys at once; the one that would expire first makes room.
    convenience init(period: Duration, capacity: Int, time: any TimeSource) {
        self.init(capacity: capacity, time: time) { _ in period }
    }

    /// - Parameter period: how long one value is kept.
    init(capacity: Int, time: any TimeSource, period: @escaping @Sendable (Value) -> Duration) {
        self.period = period
        self.capacity = max(1, capacity)
        self.time = time
    }

    /// The kept value, or what `load` gives. Cancelling the task ends the wait.
    func value(for key: String, load: @escaping @Sendable () async throws(APIError) -> Value) async throws(APIError) -> Value {
        try await value(for: key, reload: { (_: Value?) async throws(APIError) in try await load() })
    }

    /// - Parameter reload: is given what was kept and is too old, to find out whether it is still so.
    func value(
        for key: String, reload: @escaping @Sendable (_ old: Value?) async throws(APIError) -> Value
    ) async throws(APIError) -> Value {
        switch admit(key) {
        case .ready(let value): return value
        case .waiting(let flight, let waiter, let isFirst, let old):
            if isFirst { start(flight, key) { () async throws(APIError) in try await reload(old) } }
            return try await flight.wait(waiter).get()
        }
    }

    /// Nothing that is kept is known to be still so: it is asked for again before it is given out. What is on its way goes to those who
    /// wait for it, and is not kept.
    func expire() {
        entries.withLock { entries in
            entries = entries.compactMapValues { entry in
                entry.value.map { .ready($0, until: .zero) }
            }
        }
    }

    private func admit(_ key: String) -> Admission {
        let now = time.now
        return entries.withLock { entries in
            switch entries[key] {
            case .ready(let value, let until)? where now < until: return .ready(value)
            case .loading(let flight)?:
                if let waiter = flight.join() { return .waiting(flight, waiter, isFirst: false, old: nil) }
            default: break
            }
            Self.makeRoom(in: &entries, for: key, capacity: capacity)
            let old = entries[key]?.value
            let flight = Flight<Value>()
            entries[key] = .loading(flight)
            // A new flight takes everybody.
            return .waiting(flight, flight.join() ?? 0, isFirst: true, old: old)
        }
    }

    private func start(_ flight: Flight<Value>, _ key: String, _ load: @escaping @Sendable () async throws(APIError) -> Value) {
        flight.attach(
            Task {
                let outcome: Result<Value, APIError>
                do throws(APIError) {
                    outcome = .success(try await load())
                } catch {
                    outcome = .failure(error)
                }
                keep(outcome, of: flight, key)
                flight.finish(outcome)
            })
    }

    private func keep(_ outcome: Result<Value, APIError>, of flight: Flight<Value>, _ key: String) {
        let now = time.now
        entries.withLock { entries in
            // A flight that was given up may have a successor by now.
            guard case .loading(let current)? = entries[key], current === flight else { return }
            switch outcome {
            case .success(let value): entries[key] = .ready(value, until: now + period(value))
            case .failure: entries[key] = nil
            }
        }
    }

    private static func makeRoom(in entries: inout [String: Entry], for key: String, capacity: Int) {
        guard entries[key] == nil, entries.count >= capacity else { return }
        let ready = entries.compactMap { entry -> (key: String, until: Duration)? in
            if case .ready(_, let until) = entry.value { (entry.key, until) } else { nil }
        }
        // What is being loaded stays: there are never more of those than calls in flight.
        if let oldest = ready.min(by: { $0.until < $1.until }) { entries[oldest.key] = nil }
    }
}
