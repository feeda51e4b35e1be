internal import CCurl

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// A thread of the operating system. To be joined or detached, once: it is used up by either.
struct PlatformThread: ~Copyable, Sendable {
    #if canImport(Glibc)
        private let identifier: pthread_t
    #else
        // SAFETY: the identifier is an opaque address that any thread may join or detach; the value is not copyable, so once.
        private nonisolated(unsafe) let identifier: pthread_t
    #endif

    /// - Returns: nil where the system has no thread left to give.
    static func start(_ body: @escaping @Sendable () -> Void) -> PlatformThread? {
        let box = Unmanaged.passRetained(Body(body))
        #if canImport(Glibc)
            var identifier = pthread_t()
            guard pthread_create(&identifier, nil, threadMain, box.toOpaque()) == 0 else {
                box.release()
                return nil
            }
            return PlatformThread(identifier: identifier)
        #else
            var identifier: pthread_t?
            guard pthread_create(&identifier, nil, threadMain, box.toOpaque()) == 0, let identifier else {
                box.release()
                return nil
            }
            return PlatformThread(identifier: identifier)
        #endif
    }

    private init(identifier: pthread_t) { self.identifier = identifier }

    consuming func join() { pthread_join(identifier, nil) }

    consuming func detach() { pthread_detach(identifier) }
}

private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

#if canImport(Darwin)
    private func threadMain(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? { runBody(argument) }
#else
    private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? { argument.flatMap(runBody) }
#endif

private func runBody(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    blockSignals()
    ccurl_name_thread("HTTPFetch")
    Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
    return nil
}

/// Leaves the program's signals to its own threads, and a broken pipe to the error of the write.
private func blockSignals() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGALRM, SIGUSR1, SIGUSR2] { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
}
