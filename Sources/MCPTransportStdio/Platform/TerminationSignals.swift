internal import MCPCore
internal import Synchronization

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
    /// Call it once, in `main`.
    ///
    /// - Returns: false where the system refused; the signals then do what they do by default.
    @discardableResult
    public static func handle(_ handler: @escaping @Sendable () -> Void) -> Bool {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return false }
        let (reading, writing) = (FileDescriptor(number: ends[0]), ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let started = DetachedThread.start {
            var signal: UInt8 = 0
            var count = 0
            while case .bytes = withUnsafeMutableBytes(of: &signal, { reading.read(into: $0) }) {
                count += 1
                if count == 1 { handler() } else { _exit(128 + Int32(signal)) }
            }
        }
        guard started else { return false }
        signalPipe.store(writing, ordering: .releasing)
        for number in [SIGTERM, SIGINT] {
            signal(number) { number in
                // All that is safe here: an atomic load and a write.
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(signalPipe.load(ordering: .acquiring), &byte, 1)
            }
        }
        return true
    }
}

/// Where the handler, which can capture nothing, tells the thread.
private let signalPipe = Atomic<Int32>(-1)
