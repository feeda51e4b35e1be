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

    private struct Writing: ~Copyable {
        /// What is on its way; empty before and afterwards. It takes turns with those that wait, so that nothing is copied.
        var lines = LineWriter()
        /// The number of dropped lines that were told of.
        var told = 0
    }

    private static let delay = DispatchTimeInterval.milliseconds(50)
    private static let eager = 192 << 10

    private let descriptor: Int32
    private let capacity: Int
    // Two, so that a thread which finds one taken need not wait: the system may have put aside whoever has it.
    private let waiting = Mutex(LineWriter())
    private let waitingToo = Mutex(LineWriter())
    /// Somebody will write it soon, or at once.
    private let isFlushAwaited = Atomic(false)
    private let isHurried = Atomic(false)
    private let dropping = Atomic(0)
    /// Held while bytes are on their way, so that lines stay in their order.
    private let writing = Mutex(Writing())
    private let queue = DispatchQueue(label: "mcp.log")
    private let sources = RecordSources()

    /// - Parameter capacity: bytes that are gathered at most, in each of two places; what comes beyond is dropped.
    public init(descriptor: Int32, capacity: Int = 512 << 10) {
        self.descriptor = descriptor
        self.capacity = capacity
    }

    /// Lines that were dropped since the start.
    public var dropped: Int { dropping.load(ordering: .relaxed) }

    /// Writes a line, behind those that wait, and returns when the system has taken it.
    func write(_ line: (inout LineWriter) -> Void) {
        // Apart from those that wait: what makes a line of somebody's metadata may log itself.
        var own = LineWriter()
        line(&own)
        own.feed()
        waiting.withLock { $0.append(own) }
        flush()
    }

    /// Takes a line, to be written soon. The closure writes it where it waits, under a lock: it calls nobody who may log.
    func gather(_ line: (inout LineWriter) -> Void) {
        let first: Int?? = waiting.withLockIfAvailable { add(line, to: &$0) }
        guard let count = first ?? waitingToo.withLock({ add(line, to: &$0) }) else {
            dropping.wrappingAdd(1, ordering: .relaxed)
            return
        }
        if count >= Self.eager, !isHurried.exchange(true, ordering: .acquiringAndReleasing) {
            queue.async { [self] in
                isHurried.store(false, ordering: .releasing)
                flush()
            }
        } else if !isFlushAwaited.load(ordering: .acquiring), !isFlushAwaited.exchange(true, ordering: .acquiringAndReleasing) {
            queue.asyncAfter(deadline: .now() + Self.delay) { [self] in
                // Here alone: if others reset it too, there would be ever more timers. Before the lines are taken: whoever adds some from now
                // on has them written.
                isFlushAwaited.store(false, ordering: .releasing)
                flush()
            }
        }
    }

    /// Has somebody tell what he keeps back, whenever what waits here is written. He is not held.
    func attach(_ source: any RecordSource) {
        sources.attach(source)
    }

    /// Writes what is gathered. Returns when the system has taken it.
    public func flush() {
        sources.handOver()
        writing.withLock { writing in
            waiting.withLock { swap(&$0, &writing.lines) }
            put(&writing.lines)
            waitingToo.withLock { swap(&$0, &writing.lines) }
            put(&writing.lines)
            let lost = dropped
            guard lost > writing.told else { return }
            writing.lines.rawText("\(lost - writing.told) log lines were dropped: nobody reads them fast enough")
            writing.lines.feed()
            put(&writing.lines)
            writing.told = lost
        }
    }

    /// - Returns: how many bytes wait now; nil if there is no room.
    private func add(_ line: (inout LineWriter) -> Void, to waiting: inout LineWriter) -> Int? {
        guard waiting.count < capacity else { return nil }
        line(&waiting)
        waiting.feed()
        return waiting.count
    }

    private func put(_ lines: inout LineWriter) {
        put(lines.buffer.bytes)
        lines.removeAll()
    }

    private func put(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes[...]
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

    private func wait(for descriptor: UnsafeMutablePointer<pollfd>) -> Int32 {
        poll(descriptor, 1, -1)
    }
}
