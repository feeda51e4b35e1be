#if canImport(Glibc)
    internal import Glibc
#endif

/// Which of a few copies of something a thread is to use, so that threads seldom meet at one.
enum ThreadStripe {
    static let count = 4

    /// Of this thread, and of some others.
    @inline(__always)
    static var own: Int {
        #if canImport(Glibc)
            // The address of a thread's own block, of which the lowest bits are alike for all.
            Int(((UInt64(pthread_self()) >> 12) &* 0x9E37_79B9_7F4A_7C15) >> 62)
        #else
            0
        #endif
    }
}
