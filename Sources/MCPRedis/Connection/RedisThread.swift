#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Threads for work that waits, which the threads of Swift's tasks must not.
enum RedisThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a detached thread.
    /// - Returns: false if the system has no thread to give.
    static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        let box = Unmanaged.passRetained(Body(run: body))
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let status = pthread_create(
            &thread, &attributes,
            { argument in
                #if canImport(Darwin)
                    let pointer: UnsafeMutableRawPointer? = argument
                #else
                    let pointer = argument
                #endif
                RedisThread.blockSignals()
                if let pointer { Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run() }
                return nil
            }, box.toOpaque())
        guard status != 0 else { return true }
        box.release()
        return false
    }

    /// Leaves the program's signals to its own threads, and a broken pipe to the error of the write.
    private static func blockSignals() {
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGALRM, SIGUSR1, SIGUSR2] { sigaddset(&signals, signal) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}

/// Wakes a thread that waits for descriptors.
final class WakeUp: Sendable {
    private let reading: Int32
    private let writing: Int32

    /// - Returns: nil where the system has no descriptor to give.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        close(reading)
        close(writing)
    }

    func wake() {
        var byte: UInt8 = 1
        // A pipe that is full wakes already.
        _ = write(writing, &byte, 1)
    }

    /// Waits until it is woken, a descriptor is ready, or the time is over.
    /// - Returns: whether the descriptor is ready, or broken.
    func wait(for descriptor: Int32? = nil, writing: Bool = false, atMost time: Duration) -> Bool {
        var polled = [pollfd(fd: reading, events: Int16(POLLIN), revents: 0)]
        if let descriptor { polled.append(pollfd(fd: descriptor, events: Int16(POLLIN | (writing ? POLLOUT : 0)), revents: 0)) }
        let milliseconds = min(max(0, time.milliseconds), 60_000)
        guard poll(&polled, nfds_t(polled.count), Int32(milliseconds)) > 0 else { return false }
        if polled[0].revents != 0 {
            var bytes = [UInt8](repeating: 0, count: 64)
            while read(reading, &bytes, bytes.count) == bytes.count {}
        }
        return descriptor != nil && polled[1].revents != 0
    }
}
