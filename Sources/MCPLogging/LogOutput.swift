internal import Dispatch
internal import MCPCore
internal import Synchronization

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// Where log lines go: a file descriptor, most often standard error. Every line goes out whole.
///
/// What must be seen is written at once. What comes with every request is gathered, for a twentieth of a second at most, and written on a
/// queue of its own: a reader that stalls costs lines, which are counted, and never holds up a request. Safe to use from any thread.
public final class LogOutput: Sendable {
    /// For the process.
    public static let standardError: LogOutput = {
        let output = LogOutput(descriptor: 2)
        // What is gathered when the process ends in an orderly way is not lost.
        atexit { LogOutput.standardError.flush() }
        return output
    }()

    private struct State {
        var waiting: [UInt8] = []
        /// Somebody will write it soon, or at once.
        var isFlushAwaited = false
        var isHurried = false
        var dropped = 0
        /// Of those, told in a line already.
        var told = 0
        var clock = LineClock()
    }

    private static let delay = DispatchTimeInterval.milliseconds(50)
    private static let eager = 64 << 10

    private let descriptor: Int32
    private let capacity: Int
    private let state = Mutex(State())
    /// Held while bytes are on their way, so that lines stay in their order.
    private let writing = Mutex(())
    private let queue = DispatchQueue(label: "mcp.log")

    /// - Parameter capacity: bytes that are gathered at most; what comes beyond is dropped.
    public init(descriptor: Int32, capacity: Int = 1 << 20) {
        self.descriptor = descriptor
        self.capacity = capacity
    }

    /// Lines that were dropped since the start.
    public var dropped: Int { state.withLock { $0.dropped } }

    /// Writes a line, behind those that wait, and returns when the system has taken it.
    func write(_ line: (inout LineWriter) -> Void) {
        append(line, isDroppable: false)
        flush()
    }

    /// Takes a line, to be written soon.
    func gather(_ line: (inout LineWriter) -> Void) {
        switch append(line, isDroppable: true) {
        case .nothing: break
        case .soon: queue.asyncAfter(deadline: .now() + Self.delay) { [self] in flush() }
        case .now: queue.async { [self] in flush() }
        }
    }

    /// Writes what is gathered. Returns when the system has taken it.
    public func flush() {
        writing.withLock { _ in
            let bytes = state.withLock { state in
                (state.isFlushAwaited, state.isHurried) = (false, false)
                if state.dropped > state.told {
                    let lost = state.dropped - state.told
                    state.told = state.dropped
                    state.waiting += "\(lost) log lines were dropped: nobody reads them fast enough\n".utf8
                }
                defer { state.waiting = [] }
                return state.waiting
            }
            put(bytes)
        }
    }

    private enum Need { case nothing, soon, now }

    @discardableResult
    private func append(_ line: (inout LineWriter) -> Void, isDroppable: Bool) -> Need {
        state.withLock { state in
            guard !isDroppable || state.waiting.count < capacity else {
                state.dropped += 1
                return .nothing
            }
            var writer = LineWriter(bytes: state.waiting, clock: state.clock)
            // One owner, so that nothing is copied.
            state.waiting = []
            line(&writer)
            writer.bytes.append(UInt8(ascii: "\n"))
            (state.waiting, state.clock) = (writer.bytes, writer.clock)
            guard isDroppable else { return .nothing }
            if state.waiting.count >= Self.eager, !state.isHurried {
                state.isHurried = true
                return .now
            }
            guard !state.isFlushAwaited else { return .nothing }
            state.isFlushAwaited = true
            return .soon
        }
    }

    private func put(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest)
                #if canImport(Darwin)
                    let count = Darwin.write(descriptor, part.baseAddress, part.count)
                #elseif canImport(Musl)
                    let count = Musl.write(descriptor, part.baseAddress, part.count)
                #else
                    let count = Glibc.write(descriptor, part.baseAddress, part.count)
                #endif
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if count < 0, errno == EAGAIN {
                    // Somebody made the descriptor non-blocking; it is shared with other processes.
                    var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = withUnsafeMutablePointer(to: &poll) { wait(for: $0) }
                } else if !(count < 0 && errno == EINTR) {
                    // Nobody is there to read it, and nobody else to tell.
                    return
                }
            }
        }
    }

    private func wait(for descriptor: UnsafeMutablePointer<pollfd>) -> Int32 {
        poll(descriptor, 1, -1)
    }
}
