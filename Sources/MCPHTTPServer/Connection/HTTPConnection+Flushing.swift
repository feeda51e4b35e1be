internal import NIOCore
internal import Synchronization

extension HTTPConnection {
    /// Appends to what goes out with the next flush.
    func withOutgoing(reserving capacity: Int = 0, _ append: (inout ByteBuffer) -> Void) {
        guard !isGone else { return }
        line?.raise(.output)
        var buffer = outgoing.take() ?? worker.takeBuffer()
        if capacity > 0 { buffer.reserveCapacity(minimumWritableBytes: capacity) }
        append(&buffer)
        outgoing = buffer
    }

    /// Runs something after which there is one flush.
    func batch(_ body: () -> Void) {
        batches += 1
        body()
        batches -= 1
        flushIfDue()
    }

    /// Flushes, unless more is about to come.
    func flushIfDue() {
        guard batches == 0, !isReading, !isServing, let context, !isGone else { return }
        if worker.isCollecting {
            if !isCollected { worker.collect(self) }
            isCollected = true
            return
        }
        if closesAfterFlush, !hasWrittenLast {
            hasWrittenLast = true
            clock.enter(.closing, worker.now)
            writeOutgoing()
        } else if outgoing != nil {
            writeOutgoing()
        }
        guard hasUnflushed else { return }
        hasUnflushed = false
        context.flush()
    }

    func flushCollected() {
        isCollected = false
        flushIfDue()
    }

    /// Flushes what is too large to wait for more, so that it is known how much waits for the peer.
    func flushIfLarge() {
        guard (outgoing?.readableBytes ?? 0) >= 32 << 10 else { return }
        writeOutgoing()
        guard hasUnflushed else { return }
        hasUnflushed = false
        context?.flush()
    }

    /// Writes `outgoing` to the socket, and hands over to the channel what that does not take.
    func writeOutgoing() {
        guard let context, !isGone else { return }
        var buffer = outgoing.take() ?? ByteBuffer()
        let bytes = outgoingBodyBytes
        outgoingBodyBytes = 0
        let closes = hasWrittenLast
        if let socket, channelWrites == 0 {
            socket.write(&buffer)
            if buffer.readableBytes == 0 {
                // Given away: cleared while it is held here too, it would be allocated anew.
                worker.recycle(consume buffer)
                settleLine()
                return written(bytes, of: lastNumber, closes: closes)
            }
        }
        let number = lastNumber
        hasUnflushed = true
        channelWrites += 1
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { [self] result in
            channelWrites -= 1
            // The channel is closing its socket.
            if case .failure = result {
                socket = nil
            } else {
                settleLine()
                written(bytes, of: number, closes: closes)
            }
        }
        context.write(wrapOutboundOut(buffer), promise: promise)
    }

    private func written(_ bytes: Int, of number: UInt64, closes: Bool) {
        bytesTaken(bytes, of: number)
        if closes { linger() }
    }

    func bytesTaken(_ bytes: Int, of number: UInt64) {
        guard bytes > 0 else { return }
        let lowWaterMark = limits.lowWaterMark
        for drainer in outbox.withLock({ $0.taken(bytes, of: number, lowWaterMark: lowWaterMark) }) { drainer.resume() }
    }

    /// The connection serves nothing more.
    func closeAfterFlush() {
        isDiscarding = true
        assembly = nil
        unread = nil
        waiting = []
        closesAfterFlush = true
        releaseRead()
        flushIfDue()
    }

    /// Has the peer close: closing first would reset the connection if something unread came, and with it the answer.
    private func linger() {
        guard !isGone else { return }
        clock.enter(.lingering, worker.now)
        context?.close(mode: .output, promise: nil)
    }
}
