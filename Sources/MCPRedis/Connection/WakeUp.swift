#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

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
