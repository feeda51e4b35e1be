internal import NIOCore
internal import Synchronization

extension HTTPConnection {
    /// Appends to what goes out with the next flush.
    func withOutgoing(reserving capacity: Int = 0, _ append: (inout ByteBuffer) -> Void) {
        guard let context, !isGone else { return }
        var buffer = outgoing.take() ?? context.channel.allocator.buffer(capacity: max(capacity, 256))
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

    /// Flushes what is too large to wait for more, so that the channel knows how much waits for the peer.
    func flushIfLarge() {
        guard let outgoing, outgoing.readableBytes >= 32 << 10 else { return }
        writeOutgoing()
        hasUnflushed = false
        context?.flush()
    }

    /// Hands `outgoing` over to the channel.
    func writeOutgoing() {
        guard let context, !isGone else { return }
        hasUnflushed = true
        let buffer = outgoing.take() ?? ByteBuffer()
        let bytes = outgoingBodyBytes
        outgoingBodyBytes = 0
        let closes = hasWrittenLast
        guard bytes > 0 || closes else { return context.write(wrapOutboundOut(buffer), promise: nil) }
        let number = lastNumber
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenSuccess { [self] in
            bytesTaken(bytes, of: number)
            if closes { linger() }
        }
        context.write(wrapOutboundOut(buffer), promise: promise)
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
