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

    private static let delay = DispatchTimeInterval.milliseconds(50)
    private static let eager = 64 << 10

    private let descriptor: Int32
    private let capacity: Int
    // Two, so that a thread which finds one taken need not wait: the system may have put aside whoever has it.
    private let waiting = Mutex<[UInt8]>([])
    private let waitingToo = Mutex<[UInt8]>([])
    /// Somebody will write it soon, or at once.
    private let isFlushAwaited = Atomic(false)
    private let isHurried = Atomic(false)
    private let dropping = Atomic(0)
    /// Held while bytes are on their way, so that lines stay in their order; the number of dropped lines that were told of.
    private let writing = Mutex(0)
    private let queue = DispatchQueue(label: "mcp.log")

    /// - Parameter capacity: bytes that are gathered at most, in each of two places; what comes beyond is dropped.
    public init(descriptor: Int32, capacity: Int = 512 << 10) {
        self.descriptor = descriptor
        self.capacity = capacity
    }

    /// Lines that were dropped since the start.
    public var dropped: Int { dropping.load(ordering: .relaxed) }

    /// Writes a line, behind those that wait, and returns when the system has taken it.
    func write(_ line: (inout LineWriter) -> Void) {
        let bytes = Self.bytes(line)
        waiting.withLock { $0 += bytes }
        flush()
    }

    /// Takes a line, to be written soon.
    func gather(_ line: (inout LineWriter) -> Void) {
        let bytes = Self.bytes(line)
        let first: Int?? = waiting.withLockIfAvailable { add(bytes, to: &$0) }
        guard let count = first ?? waitingToo.withLock({ add(bytes, to: &$0) }) else {
            dropping.wrappingAdd(1, ordering: .relaxed)
            return
        }
        if count >= Self.eager, !isHurried.exchange(true, ordering: .acquiringAndReleasing) {
            queue.async { [self] in flush() }
        } else if !isFlushAwaited.load(ordering: .acquiring), !isFlushAwaited.exchange(true, ordering: .acquiringAndReleasing) {
            queue.asyncAfter(deadline: .now() + Self.delay) { [self] in flush() }
        }
    }

    /// Writes what is gathered. Returns when the system has taken it.
    public func flush() {
        writing.withLock { told in
            // Before the bytes are taken: whoever adds some from now on has them written.
            isFlushAwaited.store(false, ordering: .releasing)
            isHurried.store(false, ordering: .releasing)
            put(Self.taken(waiting))
            put(Self.taken(waitingToo))
            let lost = dropped
            guard lost > told else { return }
            put(Array("\(lost - told) log lines were dropped: nobody reads them fast enough\n".utf8))
            told = lost
        }
    }

    private static func bytes(_ line: (inout LineWriter) -> Void) -> [UInt8] {
        var writer = LineWriter()
        line(&writer)
        writer.feed()
        return writer.bytes
    }

    /// - Returns: how many wait now; nil if there is no room.
    private func add(_ bytes: [UInt8], to waiting: inout [UInt8]) -> Int? {
        guard waiting.count < capacity else { return nil }
        waiting += bytes
        return waiting.count
    }

    private static func taken(_ waiting: borrowing Mutex<[UInt8]>) -> [UInt8] {
        waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
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
