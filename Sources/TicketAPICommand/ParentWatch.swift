internal import Foundation

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Ends this process when stdin does: whoever holds the write end of the pipe need not live to say so.
enum ParentWatch {
    /// How long requests that are under way may take to finish.
    private static let grace: TimeInterval = 1.5

    /// Starts a thread that reads stdin to its end, asks for a graceful shutdown, and ends the process if that takes too long.
    ///
    /// - Parameter cleanUp: runs before the process is ended without grace.
    static func start(cleanUp: @escaping @Sendable () -> Void) {
        let thread = Thread {
            drainStandardInput()
            kill(getpid(), SIGTERM)
            Thread.sleep(forTimeInterval: grace)
            cleanUp()
            _exit(0)
        }
        thread.name = "parent-watch"
        thread.stackSize = 1 << 19
        thread.start()
    }

    private static func drainStandardInput() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count > 0 || (count < 0 && errno == EINTR) { continue }
            return
        }
    }
}
