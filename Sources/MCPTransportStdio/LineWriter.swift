internal import MCPCore
internal import Synchronization

/// Writes messages, one a line, whole and in order.
///
/// Whoever has a message writes it on the spot, as far as that cannot block, and with it whatever others left meanwhile; so a fast
/// client costs no change of threads. When the client is slow a thread takes over, and beyond a bound senders suspend.
final class LineWriter: MessageOutlet {
    /// Unwritten bytes from which senders suspend.
    private static let highWater = 1 << 20

    private struct State {
        var pending: [UInt8] = []
        var corks = 0
        /// Somebody is writing, and will see what is added to `pending`.
        var isWriting = false
        var closed: TransportError?
        var suspended: [CheckedContinuation<Void, Never>] = []
    }

    private let descriptor: FileDescriptor
    private let onClose: @Sendable (TransportError) -> Void
    private let state = Mutex(State())

    init(_ descriptor: FileDescriptor, onClose: @escaping @Sendable (TransportError) -> Void) {
        self.descriptor = descriptor
        self.onClose = onClose
    }

    func send(_ message: RawMessage, as role: MessageRole) async throws(TransportError) {
        let (mine, isOver) = try state.withLock { state throws(TransportError) in
            if let error = state.closed { throw error }
            state.pending.reserveCapacity(state.pending.count + message.bytes.count + 1)
            state.pending.append(contentsOf: message.bytes)
            state.pending.append(UInt8(ascii: "\n"))
            return (takePending(&state), state.pending.count > Self.highWater)
        }
        if let mine { return writeOut(mine) }
        if isOver { await drained() }
    }

    /// Gathers what is sent until ``uncork()``, so that the answers to one chunk of requests are one write.
    func cork() {
        state.withLock { $0.corks += 1 }
    }

    func uncork() {
        let mine = state.withLock { state in
            state.corks -= 1
            return takePending(&state)
        }
        if let mine { writeOut(mine) }
    }

    /// Suspends until everything is with the system, or the peer is gone.
    private func drained() async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                guard state.closed == nil, state.isWriting || !state.pending.isEmpty else { return true }
                state.suspended.append(continuation)
                return false
            }
            if isDone { continuation.resume() }
        }
    }

    /// Blocks until everything is with the system, the peer is gone, or the time is over.
    func waitUntilWritten(atMost time: Duration) {
        let gate = InFlightGate(limit: 1)
        guard gate.enter() else { return }
        Task { [self] in
            await drained()
            gate.leave()
        }
        _ = gate.waitUntilIdle(atMost: time)
    }

    /// Claims what is to be written; nil if there is nothing, or somebody else does it.
    private func takePending(_ state: inout State) -> [UInt8]? {
        guard !state.isWriting, state.corks == 0, !state.pending.isEmpty else { return nil }
        state.isWriting = true
        return takeAll(&state)
    }

    private func takeAll(_ state: inout State) -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &state.pending)
        return taken
    }

    private func writeOut(_ first: [UInt8]) {
        var bytes = first
        while true {
            let written = write(bytes[...], mayBlock: false)
            if written < bytes.count {
                handOver(bytes[written...])
                return
            }
            guard let more = nextBatch() else { return }
            bytes = more
        }
    }

    private func handOver(_ rest: ArraySlice<UInt8>) {
        let started = DetachedThread.start { [self] in
            var bytes = rest
            while true {
                _ = write(bytes, mayBlock: true)
                guard let more = nextBatch() else { return }
                bytes = more[...]
            }
        }
        if !started { close(TransportError(.system, "no thread to write with")) }
    }

    /// - Returns: how many bytes are with the system, or all of them if nobody wants them any more.
    private func write(_ bytes: ArraySlice<UInt8>, mayBlock: Bool) -> Int {
        bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                switch descriptor.write(UnsafeRawBufferPointer(rebasing: buffer[written...]), mayBlock: mayBlock) {
                case .bytes(let count): written += count
                case .full: return written
                case .closed:
                    close(TransportError(.closed, "the client is gone"))
                    return buffer.count
                case .failed(let reason):
                    close(TransportError(.system, reason))
                    return buffer.count
                }
            }
            return written
        }
    }

    /// What came in while writing; nil, with the role given up, if there is nothing.
    private func nextBatch() -> [UInt8]? {
        let (next, waiting) = state.withLock { state -> ([UInt8]?, [CheckedContinuation<Void, Never>]) in
            if state.closed != nil { state.pending = [] }
            let next = state.pending.isEmpty || state.corks > 0 ? nil : takeAll(&state)
            if next == nil { state.isWriting = false }
            var waiting: [CheckedContinuation<Void, Never>] = []
            swap(&waiting, &state.suspended)
            return (next, waiting)
        }
        for continuation in waiting { continuation.resume() }
        return next
    }

    private func close(_ error: TransportError) {
        let isFirst = state.withLock { state in
            defer { state.closed = state.closed ?? error }
            return state.closed == nil
        }
        if isFirst { onClose(error) }
    }
}
