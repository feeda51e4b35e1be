internal import NIOCore

extension HTTPConnection {
    /// Looks at the clock; once in each tick.
    func tick(_ now: NIODeadline) {
        guard clock.isOver(limits, now, pending: { pendingBytes }) else { return }
        switch clock.phase {
        case .head, .body: refuseAndForget(.headTimeout)
        default: context?.close(promise: nil)
        }
    }

    /// Answers a peer that may not even have finished its TLS handshake.
    func refuseAndForget(_ refusal: Refusal) {
        refuse(refusal)
        clock.enter(.lingering, worker.now)
    }

    private var pendingBytes: Int {
        do {
            return try context?.channel.syncOptions?.getOption(.bufferedWritableBytes) ?? 0
        } catch {
            return 0
        }
    }

    /// Closes unless something is going on.
    func drain() {
        switch clock.phase {
        case .opening: context?.close(promise: nil)
        case .idle where pendingBytes == 0: context?.close(promise: nil)
        case .idle: if waiting.isEmpty { closeAfterFlush() }
        case .head, .body, .exchange, .closing, .lingering, .gone: break
        }
    }

    func close() {
        context?.close(promise: nil)
    }
}
