import MCPCore
import NIOCore

/// Lines come in; what goes out is written to the channel.
typealias Connection = NIOAsyncChannel<Line, Never>

/// One connection, from its first line to its end.
struct SocketPeer {
    private let connection: Connection
    private let limits: UnixSocketTransport.Limits
    private let receiver: any MessageReceiver
    private let peer: Peer
    private let session: Session
    private let outlet: SocketOutlet

    init(
        _ connection: Connection, _ principal: Principal, _ limits: UnixSocketTransport.Limits, _ receiver: any MessageReceiver
    ) {
        self.connection = connection
        self.limits = limits
        self.receiver = receiver
        // What the peer's requests have in common: the negotiated revision, and what is in flight. Every peer has its own.
        session = Session(id: "socket", principal: principal)
        peer = Peer(principal: principal, session: session)
        outlet = SocketOutlet(channel: connection.channel)
        // For what belongs to no request, such as news of a list that has changed.
        session.attach(outlet)
    }

    /// Returns when the connection is closed and nothing of it runs any more. Cancelling the task closes it at once.
    func serve() async throws {
        let channel = connection.channel
        channel.closeFuture.whenComplete { [session] _ in session.end() }
        try await withTaskCancellationHandler {
            try await connection.executeThenClose { lines in
                try await channel.setOption(.autoRead, value: true).get()
                await answer(lines)
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private func answer(_ lines: NIOAsyncChannelInboundStream<Line>) async {
        await withTaskGroup(of: Void.self) { calls in
            var running = 0
            do {
                for try await line in lines {
                    guard let call = admit(line) else { continue }
                    if running == limits.callsPerPeer {
                        await calls.next()
                        running -= 1
                    }
                    running += 1
                    calls.addTask { await call.run() }
                }
            } catch {
                // The connection broke, or we are to stop at once. Either way it is closed, and that cancels the calls.
            }
            session.windDown()
            async let _: Void = cutOff(after: limits.drainTime)
            await calls.waitForAll()
            // Leaving the scope ends the wait for the drain time.
        }
    }

    /// In the order of the lines: a cancellation finds the request that came before it.
    private func admit(_ line: Line) -> Call? {
        switch line {
        case .message(let bytes): receiver.receive(Exchange(message: RawMessage(bytes), peer: peer, outlet: outlet))
        case .tooLong:
            receiver.refuse(
                MCPError(.invalidRequest, "A message must not be longer than \(limits.lineBytes) bytes"), peer: peer, outlet: outlet)
        }
    }

    /// Closing the channel lets go of answers that the peer does not take.
    private func cutOff(after time: Duration) async {
        do {
            try await Task.sleep(for: time)
            session.end()
            connection.channel.close(promise: nil)
        } catch {
            // All calls ended in time.
        }
    }
}

/// Writes messages to a socket, whole and one a line.
private struct SocketOutlet: MessageOutlet {
    let channel: any Channel

    /// Returns when the system has taken the message: a peer that does not read holds its calls, and in the end our reading.
    func send(_ message: RawMessage, as role: MessageRole) async throws(TransportError) {
        var line = channel.allocator.buffer(capacity: message.bytes.count + 1)
        line.writeBytes(message.bytes)
        line.writeInteger(UInt8(ascii: "\n"))
        do {
            try await channel.writeAndFlush(line)
        } catch {
            throw TransportError(.closed, "the peer is gone")
        }
    }
}

extension Call {
    /// Runs the call to its end.
    fileprivate func run() async {
        await withCheckedContinuation { ended in start { ended.resume() } }
    }
}
