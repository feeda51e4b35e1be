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

    static func removeFile(_ path: String) {
        unlink(path)
    }
}
