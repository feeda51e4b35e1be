#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Measures how long something takes that every request does: a number of 64 bits, where a `Duration` is reckoned with 128. It stands still
/// while the machine sleeps.
package enum MonotonicClock {
    /// Since some fixed moment.
    package static var nanoseconds: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}
