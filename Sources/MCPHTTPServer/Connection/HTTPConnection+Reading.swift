internal import NIOCore
internal import NIOHTTP1

extension HTTPConnection {
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReading = true
        hasReadPart = true
        guard !isDiscarding else {
            hasDiscarded = true
            return
        }
        do throws(Refusal) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                assembly = try RequestAssembly(head, limits)
                if running == nil, waiting.isEmpty { clock.enter(.body, worker.now) }
            case .body(let bytes): try assembly?.append(bytes)
            case .end:
                guard let whole = assembly.take() else { return }
                submit(takeRequest(whole))
            }
        } catch {
            refuse(error)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        // The decoder keeps what is not a whole head yet.
        if !hasReadPart { clock.sawBytes(worker.now) }
        hasReadPart = false
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
        guard let refusal = Self.refusal(of: error) else { return context.close(promise: nil) }
        if isDiscarding { hasDiscarded = true } else { refuse(refusal) }
    }

    /// - Returns: nil if it is not about what the peer has sent.
    private static func refusal(of error: any Error) -> Refusal? {
        switch error {
        case HTTPParserError.headerOverflow: .headersTooLarge
        case HTTPParserError.invalidVersion: .unknownVersion
        case HTTPParserError.invalidEOFState: nil
        case is HTTPParserError, is ByteToMessageDecoderError: .malformed
        default: nil
        }
    }

    /// Answers in the connection's order, and closes.
    func refuse(_ refusal: Refusal) {
        guard !closesAfterFlush else { return }
        submit(.refusal(refusal))
        isDiscarding = true
        assembly = nil
        releaseRead()
    }

    /// Asks for the body that the peer holds back.
    func sendContinueIfDue() {
        guard assembly?.awaitsContinue == true, running == nil, waiting.isEmpty, !closesAfterFlush else { return }
        assembly?.continueWasSent()
        withOutgoing { $0.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n") }
    }
}
