internal import Synchronization

/// Names in the memory of one process, shared by the servers in it. It forgets none early: where it is full it takes no other.
public final class MemoryOnceStore: OnceStore {
    private let names: Mutex<ReplayMemory>
    private let clock: @Sendable () -> Duration

    /// - Parameter clock: since 1970; the system's unless said otherwise.
    public init(capacity: Int = 100_000, clock: (@Sendable () -> Duration)? = nil) {
        names = Mutex(ReplayMemory(capacity: capacity))
        self.clock = clock ?? { WallClock.now }
    }

    public func claim(_ name: String, until expiry: Duration) async throws(OnceStoreError) -> Bool {
        let now = WallClock.milliseconds(of: clock())
        switch names.withLock({ $0.admit(name, expiry: WallClock.milliseconds(of: expiry), now: now) }) {
        case .first: return true
        // What is over may have been there, and be forgotten.
        case .again, .stale: return false
        case .full: throw OnceStoreError("too many names are remembered already")
        }
    }
}
