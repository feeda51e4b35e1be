#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// SIGTERM and SIGINT as a call of a function, on a thread of their own.
public enum TerminationSignals {
    /// Catches the signals for the rest of the process's life. The first one calls `handler`; the second one ends the process at once.
    ///
    /// Call it once, in `main`, before anything starts a thread: threads inherit that the signals are not theirs. A child process
    /// inherits it too, unless it is spawned with an empty signal mask.
    public static func handle(_ handler: @escaping @Sendable () -> Void) {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let started = Thread.start { [signals] in
            var signals = signals
            var received: Int32 = 0
            sigwait(&signals, &received)
            handler()
            sigwait(&signals, &received)
            _exit(128 + received)
        }
        // Without the thread the signals do what they do by default.
        if !started { pthread_sigmask(SIG_UNBLOCK, &signals, nil) }
    }
}
