#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// A mutex with a condition, for threads that wait.
final class Monitor: @unchecked Sendable {
    // SAFETY: both are initialised once, never moved, and made for use from several threads.
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    func wakeAll() {
        pthread_cond_broadcast(condition)
    }

    /// Waits inside ``locked(_:)`` for ``wakeAll()``, or for nothing: the caller looks again.
    func wait() {
        pthread_cond_wait(condition, mutex)
    }

    /// Waits inside ``locked(_:)`` until `isReady`.
    func wait(until isReady: () -> Bool) {
        while !isReady() { wait() }
    }

    /// Waits inside ``locked(_:)`` until `isReady` or the time is over.
    /// - Returns: whether it is ready.
    func wait(atMost time: Duration, until isReady: () -> Bool) -> Bool {
        var deadline = timespec()
        clock_gettime(CLOCK_REALTIME, &deadline)
        let (seconds, attoseconds) = time.components
        let nanoseconds = Int64(deadline.tv_nsec) + attoseconds / 1_000_000_000
        deadline.tv_sec += Int(seconds + nanoseconds / 1_000_000_000)
        deadline.tv_nsec = Int(nanoseconds % 1_000_000_000)
        while !isReady() {
            if pthread_cond_timedwait(condition, mutex, &deadline) != 0 { return isReady() }
        }
        return true
    }
}
