internal import MCPCore
internal import Synchronization

/// Tells a client how far long work has come: with each step, and every half second in between, since a client may take silence for a
/// stalled server.
///
/// What is reported always rises: while nothing is finished it comes nearer to the next ticket, and never reaches it.
final class WorkProgress: Sendable {
    private struct State {
        var done = 0
        var total: Int?
        var beats = 0
    }

    private static let interval = Duration.milliseconds(500)

    private let reporter: ProgressReporter
    private let time: any TimeSource
    private let state = Mutex(State())

    init(_ reporter: ProgressReporter, time: any TimeSource) {
        self.reporter = reporter
        self.time = time
    }

    func advance(to done: Int, of total: Int?) async {
        state.withLock { $0 = State(done: done, total: total) }
        await report()
    }

    /// Does the work while the client is told.
    func during<Value>(_ work: () async throws -> Value) async throws -> Value {
        guard reporter.isWanted else { return try await work() }
        let beating = Task { [self] in
            while !Task.isCancelled {
                do throws(CancellationError) {
                    try await time.sleep(until: time.now + Self.interval)
                } catch {
                    return
                }
                state.withLock { $0.beats += 1 }
                await report()
            }
        }
        defer { beating.cancel() }
        return try await work()
    }

    private func report() async {
        let now = state.withLock { $0 }
        let part = Double(now.beats) / Double(now.beats + 1) * 0.9
        let words = now.total.map { "\(now.done) of \($0) tickets" } ?? "\(now.done) tickets"
        await reporter.report(Double(now.done) + part, of: now.total.map(Double.init), words)
    }
}
