internal import Synchronization

/// A thread with a libcurl multi handle of its own. Ends when told to, or when the last reference goes.
final class CurlLoop: Sendable {
    let mailbox: LoopMailbox
    private let thread: Mutex<ThreadSlot>

    /// - Throws: ``FetchError/Code/internalError`` where there is no thread or no descriptor to be had.
    init(_ setup: FetchSetup, _ limits: FetchLimits, _ load: LoopLoad) throws(FetchError) {
        guard let bell = LoopBell() else { throw FetchError(.internalError, "The system has no descriptor to give.") }
        let mailbox = LoopMailbox(bell, load)
        guard let thread = PlatformThread.start({ CurlDriver.run(setup, limits, mailbox) }) else {
            throw FetchError(.internalError, "The system has no thread to give.")
        }
        self.mailbox = mailbox
        self.thread = Mutex(ThreadSlot(thread))
    }

    deinit {
        tellToStop(.cancel)
        thread.withLock { $0.take() }?.detach()
    }

    /// Starts nothing more, and ends or cancels what runs.
    func tellToStop(_ mode: HTTPFetch.ShutdownMode) { _ = mailbox.post(.stop(mode)) }

    /// Returns when the thread is gone.
    func waitUntilGone() async {
        await mailbox.waitUntilEnded()
        // The loop has said its last word, so this waits for no more than its return.
        thread.withLock { $0.take() }?.join()
    }
}

/// Holds a thread until it is joined or detached.
private struct ThreadSlot: ~Copyable, Sendable {
    private var thread: PlatformThread?

    init(_ thread: consuming PlatformThread) { self.thread = consume thread }

    mutating func take() -> PlatformThread? { self.thread.take() }
}
