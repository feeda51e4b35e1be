public import Logging
internal import Synchronization

/// Brings audit lines to their sink, in order and in batches. Bounded: lines wait in memory while the sink fails, and it is tried again
/// each second; see ``AuditLoss`` for what happens meanwhile.
///
/// Safe to use from any task. Nothing is ever dropped without being counted, and what was counted is written when the sink is back.
public final class AuditLog: Sendable {
    enum Admission { case free, reserved, refused }

    private static let patience = Duration.seconds(2)
    private static let pause = Duration.seconds(1)

    private let sink: any AuditSink
    private let loss: AuditLoss
    private let capacity: Int
    private let time: any TimeSource
    private let logger: Logger
    private let state = Mutex(AuditQueue())

    /// - Parameters:
    ///   - capacity: lines that wait at most.
    ///   - time: a seam for tests.
    public init(
        _ sink: any AuditSink, loss: AuditLoss = .refuseWrites, capacity: Int = 10_000, time: any TimeSource = SystemTime(),
        logger: Logger = Logger(label: "mcp.audit")
    ) {
        self.sink = sink
        self.loss = loss
        self.capacity = max(1, capacity)
        self.time = time
        self.logger = logger
    }

    /// The sink took what it was given last.
    public var isHealthy: Bool { state.withLock { $0.isHealthy } }
    /// Lines that were dropped since the sink was last well.
    public var lost: Int { state.withLock { $0.lost } }
    /// Lines that wait.
    public var waiting: Int { state.withLock { $0.entries.count } }

    var now: Duration { time.now }

    /// Whether a call may be made. One that is `reserved` has a place for its line.
    func admit(isWrite: Bool) -> Admission {
        guard isWrite, loss == .refuseWrites else { return .free }
        return state.withLock { state in
            guard state.isHealthy, state.entries.count + state.reserved < capacity else { return .refused }
            state.reserved += 1
            return .reserved
        }
    }

    /// Takes a line. Returns when it was written, or cannot be for now.
    func append(_ line: [UInt8], isReserved: Bool) async {
        let ticket = state.withLock { state -> UInt64? in
            if isReserved { state.reserved -= 1 }
            guard isReserved || state.entries.count + state.reserved < capacity else {
                state.lost += 1
                return nil
            }
            return state.add(line)
        }
        startDraining()
        guard let ticket else { return }
        await withCheckedContinuation { continuation in
            if !state.withLock({ $0.wait(for: ticket, continuation) }) { continuation.resume() }
        }
    }

    /// Waits until nothing waits, or the time is over. For the end of a process.
    public func flush(within limit: Duration) async {
        let end = time.now + limit
        while waiting > 0, time.now < end {
            do throws(CancellationError) {
                try await time.sleep(until: min(end, time.now + .milliseconds(5)))
            } catch {
                return
            }
        }
    }

    private func startDraining() {
        guard state.withLock({ $0.beginDraining() }) else { return }
        Task { await drain() }
    }

    private func drain() async {
        while let batch = state.withLock({ $0.nextBatch() }) {
            let watch = Task { [self] in
                do throws(CancellationError) {
                    try await time.sleep(until: time.now + Self.patience)
                    fail("it takes longer than \(Self.patience)")
                } catch {
                    // The batch was written in time.
                }
            }
            do throws(AuditSinkError) {
                try await sink.write(batch.bytes)
                watch.cancel()
                succeed(batch)
            } catch {
                watch.cancel()
                fail(error.message)
                do throws(CancellationError) {
                    try await time.sleep(until: time.now + Self.pause)
                } catch {
                    // Nobody cancels this task.
                    return
                }
            }
        }
    }

    private func succeed(_ batch: AuditQueue.Batch) {
        let (waiters, lost, wasHealthy) = state.withLock { $0.finish(batch) }
        if !wasHealthy { logger.notice("audit log is written again", metadata: ["lost": "\(lost)"]) }
        for waiter in waiters { waiter.resume() }
        guard lost > 0 else { return }
        let gap = #"{"time":"\#(WallClock.timestamp(WallClock.now))","event":"audit_gap","lost":\#(lost)}"# + "\n"
        state.withLock { _ = $0.add(Array(gap.utf8)) }
    }

    private func fail(_ reason: String) {
        let (waiters, wasHealthy) = state.withLock { $0.fail() }
        if wasHealthy {
            let consequence = loss == .refuseWrites ? "calls that change something are refused" : "lines may be lost"
            logger.error("audit log cannot be written; \(consequence)", metadata: ["reason": "\(reason)"])
        }
        // Afterwards: whoever sees a call go on finds the reason in the log.
        for waiter in waiters { waiter.resume() }
    }
}
