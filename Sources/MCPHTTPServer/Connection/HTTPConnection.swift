internal import MCPCore
internal import MCPTransportHTTP
internal import NIOCore
internal import Synchronization

/// A connection: reads requests, has them served one after the other, and writes the responses.
///
/// The only handler of a plain connection, the last of a TLS one. Everything happens on the event loop; responders of other threads post to the ``outbox``.
// SAFETY: all but `outbox`, which is locked, and the constants is touched on the event loop alone.
final class HTTPConnection: ChannelDuplexHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = Never
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    let worker: LoopWorker
    let outbox = Mutex(Outbox())
    private let isTurnedAway: Bool
    let isPlain: Bool

    var context: ChannelHandlerContext?
    var clock: ConnectionClock
    /// The place among the connections of the worker.
    var index = 0
    private lazy var remoteAddress = context?.remoteAddress?.ipAddress

    // Reading.
    /// Bytes of which nothing could be made yet.
    var unread: ByteBuffer?
    var headBuffer = HeadBuffer()
    var assembly: RequestAssembly?
    var waiting: [WaitingRequest] = []
    /// Whatever comes is thrown away: the connection is about to close.
    var isDiscarding = false
    var hasDiscarded = false
    var isReading = false
    var hasReadHead = false
    var hasHeldRead = false

    // Serving.
    var running: RunningExchange?
    /// Of the running exchange, if anybody watches its response; one that has ended is for the next.
    var watch: ResponseWatch?
    var lastNumber: UInt64 = 0
    var isServing = false
    /// The exchange was lost before the handler could say whom to tell.
    var isServedInVain = false

    // Writing.
    /// Nil once the connection closes.
    var socket: PlainSocket?
    /// How many writes the channel has not finished.
    var channelWrites = 0
    var outgoing: ByteBuffer?
    /// Of the running exchange, for what goes to many at once.
    var line: DirectLine?
    /// Of the running exchange's body, in `outgoing`.
    var outgoingBodyBytes = 0
    var batches = 0
    /// The worker flushes it after the jobs that are running.
    var isCollected = false
    var hasUnflushed = false
    var closesAfterFlush = false
    var hasWrittenLast = false

    /// - Parameter isPlain: what is written goes to the socket as it is.
    init(_ worker: LoopWorker, isTurnedAway: Bool, isPlain: Bool) {
        self.worker = worker
        self.isTurnedAway = isTurnedAway
        self.isPlain = isPlain
        clock = ConnectionClock(worker.now)
    }

    var limits: HTTPServerLimits { worker.server.limits }
    var isGone: Bool { clock.phase == .gone }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        worker.add(self)
        if context.channel.isActive { open() }
    }

    func channelActive(context: ChannelHandlerContext) {
        open()
    }

    private func open() {
        if isPlain, let context { socket = PlainSocket(context) }
        if isTurnedAway { refuseAndForget(.overloaded) } else if worker.isDraining { context?.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        leave()
        self.context = nil
    }

    /// The connection is gone.
    private func leave() {
        guard !isGone else { return }
        clock.phase = .gone
        socket = nil
        dropLine()
        isDiscarding = true
        assembly = nil
        unread = nil
        waiting = []
        outgoing = nil
        loseExchange()
        worker.remove(self)
    }

    /// Tells the running exchange that its connection is gone, which it is for that exchange at least.
    func loseExchange() {
        guard let lost = running else { return }
        running = nil
        dropLine()
        watch?.ended()
        isServedInVain = isServing
        for drainer in outbox.withLock({ $0.close() }) { drainer.resume() }
        lost.exchange?.disconnected()
    }

    func takeRequest(_ assembly: consuming RequestAssembly) -> WaitingRequest {
        let (isHTTP10, keepsAlive) = (assembly.head.isHTTP10, assembly.keepsAlive)
        return .request(assembly.finish(remoteAddress: remoteAddress), isHTTP10: isHTTP10, keepsAlive: keepsAlive)
    }
}
