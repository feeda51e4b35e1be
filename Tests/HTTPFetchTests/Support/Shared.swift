internal import Synchronization

/// A value that threads share.
final class Shared<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>
    init(_ value: Value) { mutex = Mutex(value) }
    var value: Value { mutex.withLock { $0 } }

    @discardableResult
    func change<Result: Sendable>(_ body: @Sendable (inout Value) -> Result) -> Result { mutex.withLock { body(&$0) } }
}

extension Shared where Value == Int {
    /// - Returns: the new value.
    @discardableResult
    func increment(by amount: Int = 1) -> Int {
        change { value in
            value += amount
            return value
        }
    }
}
