internal import Synchronization

/// What other threads have to say to the loop. Posting wakes it where it sleeps; once it has ended nothing is taken any more.
final class LoopMailbox: Sendable {
    private struct State {
        var commands: [LoopCommand] = []
        /// The loop sleeps, or is about to, and has not been called yet.
        var isAsleep = false
        var isStopping = false
        var isClosed = false
        var hasEnded = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    let bell: LoopBell
    let load: LoopLoad
    private let state = Mutex(State())

    init(_ bell: LoopBell, _ load: LoopLoad) {
        self.bell = bell
        self.load = load
    }

    /// - Returns: false where the command comes too late.
    func post(_ command: LoopCommand) -> Bool {
        let (isTaken, rings) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            switch command {
            case .transfer(.start, _) where state.isStopping: return (false, false)
            case .transfer(.start, _): load.begin()
            case .stop: state.isStopping = true
            default: break
            }
            state.commands.append(command)
            defer { state.isAsleep = false }
            return (true, state.isAsleep)
        }
        // Not under the lock, which the loop takes first thing when it wakes.
        if rings { bell.ring() }
        return isTaken
    }

    /// Returns once the loop has ended.
    func waitUntilEnded() async {
        await withCheckedContinuation { waiter in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.waiters.append(waiter) }
                return state.hasEnded
            }
            if hasEnded { waiter.resume() }
        }
    }

    // MARK: For the loop

    /// To be asked before the loop sleeps; from then on the first who posts rings the bell.
    /// - Returns: false where something stands in the box, so that there must be no sleep.
    func fallAsleep() -> Bool {
        state.withLock { state in
            state.isAsleep = state.commands.isEmpty
            return state.isAsleep
        }
    }

    func takeAll() -> [LoopCommand] {
        state.withLock { state in
            state.isAsleep = false
            guard !state.commands.isEmpty else { return [] }
            let commands = state.commands
            state.commands = []
            return commands
        }
    }

    /// Closes the box for good.
    /// - Returns: what was still in it.
    func close() -> [LoopCommand] {
        state.withLock { state in
            state.isClosed = true
            let commands = state.commands
            state.commands = []
            return commands
        }
    }

    /// The loop's last act.
    func announceEnd() {
        let waiters = state.withLock { state in
            state.hasEnded = true
            let waiters = state.waiters
            state.waiters = []
            return waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
