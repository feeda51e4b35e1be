internal import MCPTransportHTTP
internal import NIOCore
internal import Synchronization

extension HTTPConnection {
    /// On the event loop, for the running exchange.
    func perform(_ operation: ResponseOperation) {
        guard let exchange = running else { return }
        switch (operation, exchange.framing) {
        case (.respond(let head, let body), nil):
            watch?.responded(head.status)
            respond(head, body, exchange)
        case (.begin(let head), nil):
            watch?.began(head)
            begin(head, exchange)
        case (.write(let bytes), .some(let framing)): write(bytes, framing)
        case (.end, .some(let framing)): end(framing, exchange)
        case (.open(let line), .some(.chunked)): attach(line)
        case (.open, _): break
        case (.abandon, nil), (.end, nil): fail()
        case (.abandon, .some): abort()
        case (.write(let bytes), nil): bytesTaken(bytes.count, of: exchange.number)
        case (.respond, .some): abort()
        case (.begin, .some): break
        }
    }

    private func respond(_ head: HTTPResponseHead, _ body: [UInt8], _ exchange: RunningExchange) {
        guard head.isSendable else { return fail() }
        let closes = !exchange.keepsAlive || worker.isDraining
        let framing = exchange.framing(of: head, length: body.count)
        withOutgoing(reserving: 512 + body.count) { buffer in
            worker.write(head, to: &buffer, framing: framing, closes: closes)
            framing.write(body, to: &buffer)
        }
        conclude(closes: closes)
    }

    private func begin(_ head: HTTPResponseHead, _ exchange: RunningExchange) {
        guard head.isSendable else { return fail() }
        let framing = exchange.framing(of: head, length: nil)
        withOutgoing(reserving: 512) { buffer in
            worker.write(head, to: &buffer, framing: framing, closes: !exchange.keepsAlive || worker.isDraining)
        }
        running?.framing = framing
    }

    private func write(_ bytes: [UInt8], _ framing: BodyFraming) {
        withOutgoing { framing.write(bytes, to: &$0) }
        outgoingBodyBytes += bytes.count
        flushIfLarge()
    }

    private func end(_ framing: BodyFraming, _ exchange: RunningExchange) {
        withOutgoing { framing.writeEnd(to: &$0) }
        conclude(closes: !exchange.keepsAlive || framing == .untilClose || worker.isDraining)
    }

    /// The response is written; the connection goes on or closes.
    private func conclude(closes: Bool) {
        running = nil
        dropLine()
        watch?.ended()
        for drainer in outbox.withLock({ $0.close() }) { drainer.resume() }
        flushIfLarge()
        if closes { closeAfterFlush() } else { advance() }
    }

    /// Has somebody told of the running exchange's response. On the event loop, while the handler is called.
    func watch(_ number: UInt64, _ observer: any ResponseObserver, tag: Int, isGet: Bool) -> Bool {
        guard isServing, running?.number == number, running?.framing == nil else { return false }
        if watch?.begins(observer, tag: tag, isGet: isGet) != true { watch = ResponseWatch(observer, tag: tag, isGet: isGet) }
        return true
    }

    /// Answers 500 instead of what cannot be sent.
    private func fail() {
        loseExchange()
        send(.internalError)
    }

    /// Cuts the response off, so that the peer cannot take it for a whole one.
    private func abort() {
        loseExchange()
        context?.close(promise: nil)
    }

    /// Answers without the handler, and closes.
    func send(_ refusal: Refusal) {
        let head = HTTPResponseHead(refusal.status, ["content-type": "application/json"])
        let body = refusal.body
        withOutgoing(reserving: 512) { buffer in
            worker.write(head, to: &buffer, framing: .length(body.count), closes: true)
            buffer.writeBytes(body)
        }
        closeAfterFlush()
    }
}
