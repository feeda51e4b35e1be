internal import CCurl
internal import Synchronization

/// What other threads have to say to the loop. Posting wakes it; once it has ended nothing is taken any more.
final class LoopMailbox: Sendable {
    /// SAFETY: the pointer is only used under the mailbox's lock, and only for `curl_multi_wakeup`, which any thread may call; the loop
    /// takes it out, under the same lock, before it frees what it points to.
    private struct Bell: @unchecked Sendable {
        let multi: UnsafeMutableRawPointer
        func ring() { ccurl_multi_wakeup(multi) }
    }

    private struct State {
        var commands: [LoopCommand] = []
        var bell: Bell?
        var isStopping = false
        var isClosed = false
        var hasEnded = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// - Returns: false where the command comes too late.
    func post(_ command: LoopCommand) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            switch command {
            case .transfer(.start, _) where state.isStopping: return false
            case .stop: state.isStopping = true
            default: break
            }
            // A wake-up lasts until the loop comes by, so one is enough for all that stands in the box.
            let wasEmpty = state.commands.isEmpty
            state.commands.append(command)
            if wasEmpty { state.bell?.ring() }
            return true
        }
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

    func hang(_ multi: UnsafeMutableRawPointer) {
        let bell = Bell(multi: multi)
        state.withLock { $0.bell = bell }
    }

    func takeAll() -> [LoopCommand] {
        state.withLock { state in
            guard !state.commands.isEmpty else { return [] }
            let commands = state.commands
            state.commands = []
            return commands
        }
    }

    /// Closes the box for good; the multi handle may be freed after it.
    /// - Returns: what was still in it.
    func close() -> [LoopCommand] {
        state.withLock { state in
            state.isClosed = true
            state.bell = nil
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
