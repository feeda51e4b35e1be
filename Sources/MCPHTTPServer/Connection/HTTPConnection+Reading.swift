internal import NIOCore

extension HTTPConnection {
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReading = true
        guard !isDiscarding else {
            hasReadHead = true
            hasDiscarded = true
            return
        }
        var buffer = unwrapInboundIn(data)
        if var earlier = unread.take() {
            earlier.writeBuffer(&buffer)
            buffer = earlier
        }
        do throws(Refusal) {
            try read(&buffer)
        } catch {
            refuse(error)
        }
        guard buffer.readableBytes > 0 else { return }
        if isDiscarding { hasDiscarded = true } else { unread = buffer }
    }

    /// Serves every request that is there as a whole, and keeps the beginning of another.
    private func read(_ buffer: inout ByteBuffer) throws(Refusal) {
        while !isDiscarding {
            if assembly == nil {
                guard let head = try headBuffer.take(&buffer, limits) else { return }
                hasReadHead = true
                assembly = try RequestAssembly(head, limits)
                if running == nil, waiting.isEmpty { clock.enter(.body, worker.now) }
            }
            hasReadHead = true
            guard try assembly?.take(&buffer) == true, let whole = assembly.take() else { return }
            submit(takeRequest(whole))
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        if !hasReadHead { clock.sawBytes(worker.now) }
        hasReadHead = false
        sendContinueIfDue()
        flushIfDue()
    }

    /// Reading stops while an exchange runs, once something waits for its end. The peer's close is seen nevertheless.
    func read(context: ChannelHandlerContext) {
        if holdsReads { hasHeldRead = true } else { context.read() }
    }

    private var holdsReads: Bool {
        !waiting.isEmpty || running != nil && (assembly != nil || hasDiscarded)
    }

    func releaseRead() {
        guard hasHeldRead, !holdsReads else { return }
        hasHeldRead = false
        context?.read()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// Answers in the connection's order, and closes.
    func refuse(_ refusal: Refusal) {
        guard !closesAfterFlush else { return }
        submit(.refusal(refusal))
        isDiscarding = true
        assembly = nil
        unread = nil
        releaseRead()
    }

    /// Asks for the body that the peer holds back.
    func sendContinueIfDue() {
        guard assembly?.awaitsContinue == true, running == nil, waiting.isEmpty, !closesAfterFlush else { return }
        assembly?.continueWasSent()
        withOutgoing { $0.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n") }
    }
}
