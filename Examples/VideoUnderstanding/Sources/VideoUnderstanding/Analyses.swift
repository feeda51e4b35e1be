import MCPCore
import Synchronization

/// Runs analyses: starts a job, waits for it, and leaves none behind.
final class Analyses: Sendable {
    private struct State {
        var running = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// Polls in a row that may fail.
    private static let allowedMisses = 4

    private let api: AnalysisAPI
    private let time: any TimeSource
    private let backoff: Backoff
    private let state = Mutex(State())

    /// - Parameter time: what the waits between polls go by; tests move it by hand.
    init(_ api: AnalysisAPI, time: any TimeSource = SystemTime(), backoff: Backoff = Backoff()) {
        self.api = api
        self.time = time
        self.backoff = backoff
    }

    /// Returns when the service is done. Whatever else ends it, cancellation above all, has the job cancelled too.
    func run(_ request: AnalysisRequest, _ context: ToolContext) async throws(AnalysisError) -> AnalysisResult {
        enter()
        defer { leave() }
        // Cancellation does not stop a start that is on its way: its answer alone says which job is to be cancelled.
        let job = try await Task { [api] () async -> Result<AnalysisJob, AnalysisError> in
            do throws(AnalysisError) { return .success(try await api.start(request)) } catch { return .failure(error) }
        }.value.get()
        do throws(AnalysisError) {
            return try await result(of: job, context)
        } catch {
            if error.leavesJobBehind { await cancel(job, context) }
            throw error
        }
    }

    /// Suspends until nothing runs any more; to be called when no more can begin.
    func shutdown() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.running > 0 { state.waiters.append(continuation) }
                return state.running == 0
            }
            if isIdle { continuation.resume() }
        }
        await api.shutdown()
    }

    private func result(of job: AnalysisJob, _ context: ToolContext) async throws(AnalysisError) -> AnalysisResult {
        var (job, wish, backoff, misses) = (job, Duration?.none, backoff, 0)
        while true {
            // Goes out only where the client asked for it, and only if it is more than before.
            await context.progress.report((job.progress ?? 0) * 100, of: 100, job.stage)
            switch job.state {
            case .succeeded(let result): return result
            case .failed(let reason): throw AnalysisError(reason: .failed, detail: reason)
            case .waiting, .running: break
            }
            do throws(CancellationError) {
                try await time.sleep(until: time.now + backoff.next(wish))
            } catch {
                throw AnalysisError(reason: .cancelled)
            }
            do throws(AnalysisError) {
                (job, wish) = try await api.poll(job.id)
                misses = 0
            } catch {
                // A job of many minutes is not given up for one bad moment of the service.
                guard error.isPassing, misses < Self.allowedMisses else { throw error }
                misses += 1
                wish = error.retryAfter
            }
        }
    }

    /// In a task of its own: the one that was cancelled can send nothing any more.
    private func cancel(_ job: AnalysisJob, _ context: ToolContext) async {
        await Task { [api] in
            do throws(AnalysisError) {
                try await api.cancel(job.id)
            } catch {
                context.logger.warning("a job could not be cancelled", metadata: ["job": "\(job.id)", "reason": "\(error.reason)"])
            }
        }.value
    }

    private func enter() {
        state.withLock { $0.running += 1 }
    }

    private func leave() {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.running -= 1
            guard state.running == 0 else { return [] }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
