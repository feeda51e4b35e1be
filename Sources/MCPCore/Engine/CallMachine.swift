/// The life of one call. Every transition says what is to be done; the doing is outside the lock.
struct CallMachine {
    private enum Phase {
        case admitted
        case running(Task<Void, Never>?)
        /// Its reply is on its way, or it will have none. The handler may still be running.
        case settled(Task<Void, Never>?)
        case ended
    }

    private var phase = Phase.admitted
    private var cancelsTask = false
    /// What has to end before the call has: its handler, and a reply that is sent in the handler's stead.
    private var parts = 1
    private var completion: (@Sendable () -> Void)?
    /// It was cancelled before it was answered, and will not be.
    private(set) var isCancelled = false
    /// Of the server's observer, if there is one.
    private(set) var mark: RequestMark?

    /// - Returns: false if the call was cancelled before.
    mutating func start(_ mark: RequestMark?, _ completion: @escaping @Sendable () -> Void) -> Bool {
        self.completion = completion
        self.mark = mark
        guard case .admitted = phase else { return false }
        phase = .running(nil)
        return true
    }

    /// Whether the call goes on and nothing is settled.
    var isWanted: Bool { if case .running = phase { true } else { false } }

    enum Attachment {
        /// It goes on, and is to be watched.
        case watch
        /// It was cancelled before the task was known.
        case cancel
        case nothing
    }

    mutating func attach(_ task: Task<Void, Never>) -> Attachment {
        switch phase {
        case .running:
            phase = .running(task)
            return .watch
        case .settled:
            phase = .settled(task)
            return cancelsTask ? .cancel : .nothing
        case .admitted, .ended: return .nothing
        }
    }

    /// Claims the right to answer. It is given once.
    mutating func settle() -> Bool {
        guard case .running(let task) = phase else { return false }
        phase = .settled(task)
        return true
    }

    /// The call is to have no reply.
    /// - Returns: the task to cancel.
    mutating func cancel() -> Task<Void, Never>? {
        switch phase {
        case .admitted:
            phase = .settled(nil)
            return nil
        case .running(let task):
            phase = .settled(task)
            cancelsTask = true
            isCancelled = true
            return task
        case .settled, .ended: return nil
        }
    }

    /// The call's time is over.
    /// - Returns: whether the caller is to answer, and the task to cancel.
    mutating func expire() -> (answers: Bool, task: Task<Void, Never>?) {
        guard case .running(let task) = phase else { return (false, nil) }
        phase = .settled(task)
        cancelsTask = true
        parts += 1
        return (true, task)
    }

    /// A part of the call has ended.
    /// - Returns: what is to be told, if it was the last part.
    mutating func end() -> (@Sendable () -> Void)? {
        parts -= 1
        guard parts == 0 else { return nil }
        phase = .ended
        return completion.take()
    }
}
