internal import Synchronization

/// A thread with a libcurl multi handle of its own. Ends when told to, or when the last reference goes.
final class CurlLoop: Sendable {
    let mailbox: LoopMailbox
    private let thread: Mutex<ThreadSlot>

    /// - Throws: ``FetchError/Code/internalError`` where there is no thread or no descriptor to be had.
    init(_ setup: FetchSetup) throws(FetchError) {
        guard let bell = LoopBell() else { throw FetchError(.internalError, "The system has no descriptor to give.") }
        let mailbox = LoopMailbox(bell)
        guard let thread = PlatformThread.start({ CurlDriver.run(setup, mailbox) }) else {
            throw FetchError(.internalError, "The system has no thread to give.")
        }
        self.mailbox = mailbox
        self.thread = Mutex(ThreadSlot(thread))
    }

    deinit {
        _ = mailbox.post(.stop(.cancel))
        thread.withLock { $0.take() }?.detach()
    }

    /// Starts nothing more, ends or cancels what runs, and returns when the thread is gone.
    func stop(_ mode: HTTPFetch.ShutdownMode) async {
        _ = mailbox.post(.stop(mode))
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
