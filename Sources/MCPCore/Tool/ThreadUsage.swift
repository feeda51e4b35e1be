#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// What a thread has done by itself: the time the system gave to others is not in it.
struct ThreadUsage: Sendable {
    /// Time on a processor.
    var processor: Duration
    /// How often it gave its processor up to wait for something. Where the system does not say, every thread counts as having waited.
    var waits: Int

    init(processor: Duration, waits: Int) {
        self.processor = processor
        self.waits = waits
    }

    /// Of this thread, since it began. System calls, of about a microsecond together.
    static var now: ThreadUsage {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return ThreadUsage(processor: .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec)), waits: waits)
    }

    private static var waits: Int {
        #if canImport(Darwin)
            0
        #else
            var usage = rusage()
            // RUSAGE_THREAD, which the C library shows only to those who ask for its extensions.
            return getrusage(1, &usage) == 0 ? usage.ru_nvcsw : 0
        #endif
    }

    /// What was done between an earlier look and this one, on the same thread.
    func since(_ earlier: ThreadUsage) -> ThreadUsage {
        #if canImport(Darwin)
            ThreadUsage(processor: processor - earlier.processor, waits: 1)
        #else
            ThreadUsage(processor: processor - earlier.processor, waits: waits - earlier.waits)
        #endif
    }
}
