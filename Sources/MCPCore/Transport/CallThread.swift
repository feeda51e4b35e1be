/// The thread that a transport reads on, as far as it lets calls go on there.
///
/// A call that was received there and waited for something goes on there: it changes threads no more often than what it waits for does, and
/// its answer is written where it is made. Tools that hold the thread for long are found out, and go on elsewhere; see `StartPlace`.
///
/// As an executor it runs jobs that tell many peers of one thing, each thread its own peers; they must not take long.
public protocol CallThread: TaskExecutor {
    /// Has a turn run on the thread, soon and after those that were taken before. On any thread; never runs it at once.
    /// - Returns: false where the thread takes no turn just now, or none any more; this one is the caller's again then, and runs elsewhere.
    func take(_ turn: CallTurn) -> Bool
}

/// What a call does between two suspensions.
public struct CallTurn: Sendable {
    private let job: UnownedJob
    private let executor: CallExecutor

    init(_ job: UnownedJob, of executor: CallExecutor) {
        self.job = job
        self.executor = executor
    }

    /// To be called once, by whoever has taken the turn.
    public func run() { executor.run(job) }

    /// Runs it in the pool instead.
    public func runElsewhere() { Task.detached { run() } }
}
