internal import Synchronization

/// Work that waits for a connection. It is either done or refused, and only once.
final class PostgresJob: Sendable {
    typealias Work = @Sendable (PostgresLease) -> Void

    private enum State: Sendable {
        case new
        case waiting(work: Work, refuse: @Sendable (any Error) -> Void)
        /// Before it was waiting.
        case refused(any Error)
        case over
    }

    private let state = Mutex(State.new)

    /// Begins to wait. False when it has been refused already.
    func wait(_ work: @escaping Work, refuse: @escaping @Sendable (any Error) -> Void) -> Bool {
        let error: (any Error)? = state.withLock { state in
            if case .refused(let error) = state {
                state = .over
                return error
            }
            state = .waiting(work: work, refuse: refuse)
            return nil
        }
        if let error { refuse(error) }
        return error == nil
    }

    /// The work, for whoever takes it; nil when there is none any more.
    func take() -> Work? {
        state.withLock { state in
            guard case .waiting(let work, _) = state else { return nil }
            state = .over
            return work
        }
    }

    /// Ends the waiting; does nothing for work that has begun.
    func refuse(_ error: any Error) {
        let refuse: (@Sendable (any Error) -> Void)? = state.withLock { state in
            switch state {
            case .new:
                state = .refused(error)
                return nil
            case .waiting(_, let refuse):
                state = .over
                return refuse
            case .refused, .over: return nil
            }
        }
        refuse?(error)
    }
}
