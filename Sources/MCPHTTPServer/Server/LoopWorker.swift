internal import MCPCore
internal import MCPTransportHTTP
internal import NIOCore
internal import Synchronization

/// What the connections of one event loop share: a clock, a letter box for other threads, and the list of them.
// SAFETY: all but `mail`, which is locked, `callers`, which is atomic, and the constants is touched on the event loop alone.
final class LoopWorker: CallThread, @unchecked Sendable {
    /// So many deliveries may each be asked for by the one before.
    private static let deliveriesInARow = 32

    /// What is told to many goes out in runs of about as many.
    private static let mostSpares = 32

    let eventLoop: any EventLoop
    let server: ServerContext
    private let mail = Mutex(LoopMail())
    /// Threads that found the box open and are about to call the loop.
    private let callers = Atomic(0)
    private var isDelivering = false
    /// How many deliveries were asked for by the one before, just now.
    private var deliveries = 0

    /// The time of the last tick.
    private(set) var now = NIODeadline.now()
    /// The line of the `date` field.
    private var date: [UInt8] = []
    /// Where heads are put together; kept, so that none costs an allocation.
    private var head: [UInt8] = []
    /// What earlier responses were written in, for the next ones.
    private var spares: [ByteBuffer] = []
    private(set) var isCollecting = false
    private var unflushed: [HTTPConnection] = []
    private var second = -1
    private(set) var isDraining = false
    private var connections: [HTTPConnection] = []
    private var ticker: RepeatedTask?

    init(_ eventLoop: any EventLoop, _ server: ServerContext) {
        self.eventLoop = eventLoop
        self.server = server
    }

    func start() {
        let interval = TimeAmount(server.limits.tickInterval)
        tick()
        ticker = eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { [self] _ in tick() }
    }

    private func tick() {
        now = .now()
        let second = Platform.wallClock()
        if second != self.second {
            self.second = second
            date = Array("date: \(HTTPDate.format(second))\r\n".utf8)
        }
        forEachConnection { $0.tick(now) }
    }

    func write(_ response: HTTPResponseHead, to buffer: inout ByteBuffer, framing: BodyFraming, closes: Bool) {
        head.removeAll(keepingCapacity: true)
        response.append(to: &head, framing: framing, closes: closes, date: date)
        buffer.writeBytes(head)
    }

    /// An empty buffer.
    func takeBuffer() -> ByteBuffer {
        spares.popLast() ?? ByteBufferAllocator().buffer(capacity: 1024)
    }

    /// Keeps a buffer whose bytes are written, unless there are enough; of large ones there is one at most.
    func recycle(_ buffer: consuming ByteBuffer) {
        guard spares.count < Self.mostSpares, buffer.capacity <= 4 << 10 || spares.isEmpty && buffer.capacity <= 64 << 10 else { return }
        buffer.clear()
        spares.append(buffer)
    }

    /// Has what jobs write go out together after them: one run over the sockets, which wakes their readers once and not for each of them.
    private func run(_ jobs: [UnownedJob]) {
        isCollecting = true
        for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
        isCollecting = false
        for connection in unflushed { connection.flushCollected() }
        unflushed.removeAll(keepingCapacity: true)
    }

    func collect(_ connection: HTTPConnection) {
        unflushed.append(connection)
    }

    /// Backwards, since a connection that leaves gives its place to the last.
    private func forEachConnection(_ body: (HTTPConnection) -> Void) {
        var index = connections.count
        while index > 0 {
            index -= 1
            if index < connections.count { body(connections[index]) }
        }
    }

    func add(_ connection: HTTPConnection) {
        connection.index = connections.count
        connections.append(connection)
    }

    func remove(_ connection: HTTPConnection) {
        let last = connections.removeLast()
        if last !== connection {
            last.index = connection.index
            connections[connection.index] = last
        }
        server.connections.leave()
    }

    /// Has mail delivered: all that is posted until the event loop comes to it, at once. On any thread.
    func wake(_ connection: HTTPConnection) {
        if mail.withLock({ $0.add(connection) }) { callLoop() }
    }

    func take(_ turn: CallTurn) -> Bool {
        let isOwn = eventLoop.inEventLoop && isDelivering
        // The loop looks at its sockets only when it has nothing else to do; a call that keeps giving way would never let it.
        guard !isOwn || deliveries < Self.deliveriesInARow else { return false }
        let taken = take { $0.add(turn) }
        if taken == .first, isOwn { deliveries += 1 }
        return taken != .refused
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if take({ $0.add(job) }) == .refused { globalConcurrentExecutor.enqueue(job) }
    }

    /// The loop is not called under the lock, which it takes first thing when it wakes; as long as there are callers, it is there.
    private func take(_ add: (inout LoopMail) -> LoopMail.Taken) -> LoopMail.Taken {
        let taken = mail.withLock { mail in
            let taken = add(&mail)
            if taken == .first { callers.add(1, ordering: .relaxed) }
            return taken
        }
        if taken == .first {
            callLoop()
            callers.subtract(1, ordering: .releasing)
        }
        return taken
    }

    private func callLoop() {
        eventLoop.execute { self.deliver() }
    }

    private func deliver() {
        let mail = mail.withLock { $0.collect() }
        let before = deliveries
        isDelivering = true
        for connection in mail.connections { connection.deliver() }
        for turn in mail.turns { turn.run() }
        if !mail.jobs.isEmpty { run(mail.jobs) }
        isDelivering = false
        if deliveries == before { deliveries = 0 }
    }

    /// Takes nothing more to run, and has what waits run elsewhere: the event loop is about to end.
    func leave() {
        let (turns, jobs) = mail.withLock { $0.close() }
        while callers.load(ordering: .acquiring) > 0 { Platform.yield() }
        for turn in turns { turn.runElsewhere() }
        for job in jobs { globalConcurrentExecutor.enqueue(job) }
    }

    /// Closes the idle connections, and the others after their exchange.
    func beginDraining() {
        isDraining = true
        forEachConnection { $0.drain() }
    }

    func close() {
        isDraining = true
        ticker?.cancel()
        forEachConnection { $0.close() }
    }
}
