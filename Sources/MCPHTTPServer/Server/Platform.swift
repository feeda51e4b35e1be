#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// What is asked of the system without NIO.
enum Platform {
    static let addressInUse = EADDRINUSE

    /// Seconds since 1970.
    static func wallClock() -> Int {
        time(nil)
    }

    /// Lets other threads run.
    static func yield() {
        sched_yield()
    }

    static func removeFile(_ path: String) {
        unlink(path)
    }
}
