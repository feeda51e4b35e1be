/// Counts the calls that are not finished, and holds the reader thread while there are too many.
final class InFlightGate: @unchecked Sendable {
    private let limit: Int
    private let monitor = Monitor()
    // SAFETY: touched inside `monitor.locked` alone.
    private var count = 0

    init(limit: Int) {
        self.limit = limit
    }

    /// - Returns: false, having done nothing, if the gate is full.
    func enter() -> Bool {
        monitor.locked {
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    /// Blocks until there is room.
    func waitAndEnter() {
        monitor.locked {
            monitor.wait { count < limit }
            count += 1
        }
    }

    func leave() {
        monitor.locked {
            count -= 1
            // Waiters wait for room or for nothing in flight.
            if count == limit - 1 || count == 0 { monitor.wakeAll() }
        }
    }

    /// Blocks until nothing is in flight, or the time is over.
    func waitUntilIdle(atMost time: Duration) -> Bool {
        monitor.locked { monitor.wait(atMost: time) { count == 0 } }
    }
}
