internal import Synchronization

/// Lets a connection tell somebody who is made after it.
final class ObserverBox: Sendable {
    private let observer = Mutex<(@Sendable (RedisConnection.Change) -> Void)?>(nil)

    func set(_ observer: @escaping @Sendable (RedisConnection.Change) -> Void) {
        self.observer.withLock { $0 = observer }
    }

    func observe(_ change: RedisConnection.Change) {
        observer.withLock { $0 }?(change)
    }
}
