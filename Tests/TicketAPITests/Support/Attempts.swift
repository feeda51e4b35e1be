internal import Synchronization

/// Counts how often something is done.
final class Attempts: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    func next() -> Int {
        number.withLock {
            $0 += 1
            return $0
        }
    }
}
