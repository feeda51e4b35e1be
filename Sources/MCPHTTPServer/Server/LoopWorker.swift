internal import MCPTransportHTTP
internal import NIOCore
internal import Synchronization

/// What the connections of one event loop share: a clock, a letter box for other threads, and the list of them.
// SAFETY: all but `mail`, which is locked, and the constants is touched on the event loop alone.
final class LoopWorker: @unchecked Sendable {
    let eventLoop: any EventLoop
    let server: ServerContext
    private let mail = Mutex<[HTTPConnection]>([])
    private let isRetired = Mutex(false)

    /// The time of the last tick.
    private(set) var now = NIODeadline.now()
    /// The line of the `date` field.
    private var date: [UInt8] = []
    /// Where heads are put together; kept, so that none costs an allocation.
    private var head: [UInt8] = []
    /// What the last response was written in, for the next one.
    private var spare: ByteBuffer?
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
        spare.take() ?? ByteBufferAllocator().buffer(capacity: 1024)
    }

    /// Keeps a buffer whose bytes are written. A large one is let go.
    func recycle(_ buffer: consuming ByteBuffer) {
        guard spare == nil, buffer.capacity <= 64 << 10 else { return }
        buffer.clear()
        spare = buffer
    }

    /// Has a job's writes go out together after it: one run over the sockets, which wakes their readers once and not for each of them.
    private func run(_ job: UnownedJob) {
        isCollecting = true
        job.runSynchronously(on: asUnownedTaskExecutor())
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
        let isFirst = mail.withLock { mail in
            mail.append(connection)
            return mail.count == 1
        }
        if isFirst { eventLoop.execute { self.deliver() } }
    }

    private func deliver() {
        let connections = mail.withLock { mail in
            defer { mail = [] }
            return mail
        }
        for connection in connections { connection.deliver() }
    }

    /// Runs nothing more; what is enqueued goes elsewhere. Called before the event loop ends.
    func retire() {
        isRetired.withLock { $0 = true }
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

extension LoopWorker: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // Inside the lock: the event loop is there for as long as the lock is held.
        let isTaken = isRetired.withLock { isRetired in
            guard !isRetired else { return false }
            eventLoop.execute { self.run(job) }
            return true
        }
        if !isTaken { globalConcurrentExecutor.enqueue(job) }
    }
}
