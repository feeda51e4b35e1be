internal import MCPCore
internal import Synchronization

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Waiting, on a thread of one's own, for what tasks do. Never to be used on a thread of the tasks.
enum Blocking {
    /// Blocks until the operation has a value. It starts on this thread, and may never leave it.
    static func value<Value: Sendable>(_ operation: @escaping @Sendable () async -> Value) -> Value {
        let slot = Slot<Value>()
        Task.startingHere { slot.fill(await operation()) }
        return slot.wait()
    }

    /// Gives the thread away.
    static func forEver() -> Never {
        while true { pause() }
    }
}

/// A value that one thread waits for.
private final class Slot<Value: Sendable>: @unchecked Sendable {
    private let monitor = Monitor()
    // SAFETY: touched inside `monitor.locked` alone.
    private var value: Value?

    func fill(_ value: Value) {
        monitor.locked {
            self.value = value
            monitor.wakeAll()
        }
    }

    func wait() -> Value {
        monitor.locked {
            while true {
                if let value { return value }
                monitor.wait()
            }
        }
    }
}
