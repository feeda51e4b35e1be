internal import Synchronization

/// A value that a test waits for.
final class Promise<Value: Sendable>: Sendable {
    private let state = Mutex<(value: Value?, waiters: [CheckedContinuation<Value, Never>])>((nil, []))

    var value: Value {
        get async {
            await withCheckedContinuation { waiter in
                let value = state.withLock { state -> Value? in
                    if state.value == nil { state.waiters.append(waiter) }
                    return state.value
                }
                if let value { waiter.resume(returning: value) }
            }
        }
    }

    var isFulfilled: Bool { state.withLock { $0.value != nil } }

    func fulfil(_ value: Value) {
        let waiters = state.withLock { state in
            state.value = value
            return state.waiters.take()
        }
        for waiter in waiters { waiter.resume(returning: value) }
    }
}

extension Array {
    mutating func take() -> Self {
        defer { self = [] }
        return self
    }
}
