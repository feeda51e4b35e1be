internal import MCPTransportHTTP
internal import NIOCore
internal import Synchronization

extension HTTPConnection {
    /// Serves what was read, or has it wait until its turn comes.
    func submit(_ request: WaitingRequest) {
        if case .request(_, _, keepsAlive: false) = request { isDiscarding = true }
        guard running == nil, waiting.isEmpty, context?.channel.isWritable == true else {
            enqueue(request)
            return settle()
        }
        start(request)
        settle()
    }

    private func enqueue(_ request: WaitingRequest) {
        if case .request(let whole, let isHTTP10, _) = request, waiting.count + 1 >= limits.waitingRequests {
            isDiscarding = true
            waiting.append(.request(whole, isHTTP10: isHTTP10, keepsAlive: false))
        } else {
            waiting.append(request)
        }
    }

    /// Serves what waits, until an exchange goes on or the peer takes no more.
    func advance() {
        guard !isServing, running == nil else { return }
        batch {
            while running == nil, !closesAfterFlush, !waiting.isEmpty, context?.channel.isWritable == true {
                start(waiting.removeFirst())
            }
            settle()
            sendContinueIfDue()
        }
        releaseRead()
    }

    private func start(_ request: WaitingRequest) {
        switch request {
        case .refusal(let refusal): send(refusal)
        case .request(let request, let isHTTP10, let keepsAlive):
            lastNumber += 1
            let number = lastNumber
            outbox.withLock { $0.open(number) }
            running = RunningExchange(number: number, isHead: request.method == "HEAD", isHTTP10: isHTTP10, keepsAlive: keepsAlive)
            isServing = true
            let exchange = worker.server.handler.serve(request, ExchangeResponder(self, number))
            isServing = false
            if running != nil { running?.exchange = exchange } else if isServedInVain { exchange?.disconnected() }
            isServedInVain = false
        }
    }

    /// Sets the clock to what is waited for now.
    private func settle() {
        guard !isGone, !closesAfterFlush else { return }
        clock.enter(running != nil ? .exchange : assembly != nil && waiting.isEmpty ? .body : .idle, worker.now)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { advance() }
    }
}
