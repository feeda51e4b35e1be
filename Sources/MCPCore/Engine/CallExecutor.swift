internal import Synchronization

/// Has one call run on the thread that received it, as long as its tool does not hold that thread for long.
///
/// It lives as long as the call's task, which holds it.
final class CallExecutor: TaskExecutor {
    private enum Beginning {
        case due
        case held(UnownedJob)
        case done
    }

    private let thread: any CallThread
    private let place: StartPlace
    /// The call is one of the few by which a tool may come back.
    private let isProbe: Bool
    /// One of its turns was long.
    private let isLong = Atomic(false)
    private let beginning = Mutex(Beginning.due)

    /// - Parameter place: what is known of the call's tool; it learns from each turn.
    init(_ thread: any CallThread, _ place: StartPlace) {
        self.thread = thread
        self.place = place
        isProbe = place.isAvoided
    }

    deinit {
        // As a whole: a call that begins with a short turn may still have a long one.
        if !isLong.load(ordering: .relaxed) { place.noteShort() }
    }

    /// Starts a task on this thread; returns when it first suspends, or ends. To be called once.
    func start(_ operation: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        let task = Task(executorPreference: self, operation: operation)
        let first = beginning.withLock { beginning in
            defer { beginning = .done }
            if case .held(let job) = beginning { return UnownedJob?.some(job) }
            return nil
        }
        // Nil where the system gives a new task to its executor later: then it is a turn like all others.
        if let first { run(first) }
        return task
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isFirst = beginning.withLock { beginning in
            guard case .due = beginning else { return false }
            beginning = .held(job)
            return true
        }
        guard !isFirst else { return }
        let turn = CallTurn(job, of: self)
        if isUnwelcome || !thread.take(turn) { turn.runElsewhere() }
    }

    private var isUnwelcome: Bool { isProbe ? isLong.load(ordering: .relaxed) : place.isAvoided }

    func run(_ job: UnownedJob) {
        let hold = place.begin()
        job.runSynchronously(on: asUnownedTaskExecutor())
        if place.endsLong(hold) { isLong.store(true, ordering: .relaxed) }
    }
}
