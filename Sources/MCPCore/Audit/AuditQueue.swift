/// The lines that wait for an audit sink, and those who wait for them.
struct AuditQueue: Sendable {
    struct Batch: Sendable {
        let bytes: [UInt8]
        let count: Int
    }

    private static let batch = 256

    private(set) var entries: [[UInt8]] = []
    /// Places that are promised.
    var reserved = 0
    var lost = 0
    private(set) var isHealthy = true
    private var isDraining = false
    /// Lines written so far; the line behind is the first of `entries`.
    private var written: UInt64 = 0
    private var waiters: [(ticket: UInt64, CheckedContinuation<Void, Never>)] = []

    /// - Returns: how many lines are written once this one is.
    mutating func add(_ line: [UInt8]) -> UInt64 {
        entries.append(line)
        return written + UInt64(entries.count)
    }

    /// - Returns: false if there is nothing to wait for.
    mutating func wait(for ticket: UInt64, _ waiter: CheckedContinuation<Void, Never>) -> Bool {
        guard isHealthy, written < ticket else { return false }
        waiters.append((ticket, waiter))
        return true
    }

    /// - Returns: false if somebody drains already, or nothing waits.
    mutating func beginDraining() -> Bool {
        guard !isDraining, !entries.isEmpty else { return false }
        isDraining = true
        return true
    }

    /// Nil, with the draining over, if nothing waits.
    mutating func nextBatch() -> Batch? {
        guard !entries.isEmpty else {
            isDraining = false
            return nil
        }
        let part = entries.prefix(Self.batch)
        return Batch(bytes: Array(part.joined()), count: part.count)
    }

    mutating func finish(_ batch: Batch) -> (waiters: [CheckedContinuation<Void, Never>], lost: Int, wasHealthy: Bool) {
        entries.removeFirst(batch.count)
        written += UInt64(batch.count)
        let ready = waiters.filter { $0.ticket <= written }.map(\.1)
        waiters.removeAll { $0.ticket <= written }
        defer { (lost, isHealthy) = (0, true) }
        return (ready, lost, isHealthy)
    }

    mutating func fail() -> (waiters: [CheckedContinuation<Void, Never>], wasHealthy: Bool) {
        defer { (waiters, isHealthy) = ([], false) }
        return (waiters.map(\.1), isHealthy)
    }
}
