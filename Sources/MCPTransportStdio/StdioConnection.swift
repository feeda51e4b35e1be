internal import MCPCore
internal import Synchronization

/// The one conversation of a stdio process, from its first byte to its end.
final class StdioConnection: Sendable {
    private static let chunkSize = 1 << 16

    private let streams: StandardStreams
    private let receiver: any MessageReceiver
    private let peer: Peer
    private let session: Session
    private let limits: StdioLimits
    private let gate: InFlightGate
    private let end = ConnectionEnd()
    private let writer: LineWriter

    init(_ streams: StandardStreams, _ receiver: any MessageReceiver, _ principal: Principal, _ limits: StdioLimits) {
        self.streams = streams
        self.receiver = receiver
        self.limits = limits
        session = Session(id: "stdio", principal: principal)
        peer = Peer(principal: principal, session: session)
        gate = InFlightGate(limit: limits.callsInFlight)
        writer = LineWriter(streams.output) { [end] error in
            // A client that is gone is how most stdio processes end.
            end.reach(error.reason == .closed ? nil : error)
        }
        session.attach(writer)
    }

    /// - Returns: why it ended, if not in peace.
    func run() async -> TransportError? {
        guard DetachedThread.start({ [self] in read() }) else { return TransportError(.system, "no thread to read with") }
        let error = await end.wait()
        session.end()
        return error
    }

    /// Reads on the calling thread, and calls `end` when the connection has ended, whoever finds that out.
    func runOnThisThread(end finish: @escaping @Sendable (TransportError?) -> Never) -> Never {
        end.whenReached { [session] error in
            session.end()
            finish(error)
        }
        read()
        // Reading is over; the end is on its way, from another thread if not from this one.
        Blocking.forEver()
    }

    /// Stops reading, lets calls finish, and ends.
    func drain() {
        guard end.beginDraining() else { return }
        // On a thread of its own: the reader may sit in a read that only the client can end.
        if !DetachedThread.start({ [self] in finish() }) { end.reach(nil) }
    }

    /// Ends at once.
    func abort() {
        end.reach(nil)
    }

    private func read() {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunkSize, alignment: 16)
        defer { buffer.deallocate() }
        var framer = LineFramer(limit: limits.lineBytes)
        reading: while !end.isDraining {
            switch streams.input.read(into: buffer) {
            case .bytes(let count):
                writer.cork()
                framer.consume(UnsafeRawBufferPointer(rebasing: buffer[..<count]), handle)
                writer.uncork()
            case .end:
                framer.finish(handle)
                break reading
            case .failed(let reason): return end.reach(TransportError(.system, "reading standard input: \(reason)"))
            }
        }
        if end.beginDraining() { finish() }
    }

    private func handle(_ line: LineFramer.Line) {
        let call: Call?
        switch line {
        case .message(let bytes): call = receiver.receive(Exchange(message: RawMessage(bytes), peer: peer, outlet: writer))
        case .tooLong: call = receiver.refuse(.tooLong(limit: limits.lineBytes), peer: peer, outlet: writer)
        }
        guard let call else { return }
        if !gate.enter() {
            // What was answered must go out before we wait: the client may be waiting for it.
            writer.uncork()
            gate.waitAndEnter()
            writer.cork()
        }
        call.start { [gate] in gate.leave() }
    }

    private func finish() {
        session.windDown()
        if !gate.waitUntilIdle(atMost: limits.drainTime) {
            session.end()
            _ = gate.waitUntilIdle(atMost: .seconds(1))
        }
        writer.waitUntilWritten(atMost: .seconds(1))
        end.reach(nil)
    }
}

extension MCPError {
    fileprivate static func tooLong(limit: Int) -> MCPError {
        MCPError(.invalidRequest, "A message must not be longer than \(limit) bytes")
    }
}
