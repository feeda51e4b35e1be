internal import Synchronization

/// One exchange with a server, seen from the tasks that wait for it. Safe to use from any thread.
final class Transfer: Sendable {
    typealias Opening = CheckedContinuation<Result<TransferResult, FetchError>, Never>
    typealias Reading = CheckedContinuation<Result<[UInt8]?, FetchError>, Never>
    typealias Machine = TransferMachine<Opening, Reading>

    let request: PreparedRequest
    let delivery: Delivery
    /// When the time for the response, or for the head of a stream, is over.
    let deadline: ContinuousClock.Instant?
    private let mailbox: LoopMailbox
    private let machine: Mutex<Machine>

    init(
        _ request: PreparedRequest, delivery: Delivery, deadline: ContinuousClock.Instant?, limits: FetchLimits, mailbox: LoopMailbox
    ) {
        self.request = request
        self.delivery = delivery
        self.deadline = deadline
        self.mailbox = mailbox
        machine = Mutex(Machine(highWater: limits.streamHighWater, lowWater: limits.streamLowWater))
    }

    var isCancelled: Bool { machine.withLock { $0.isCancelled } }

    // MARK: For tasks

    /// Sends the request and waits for the response, or for the head of a stream. To be called once.
    nonisolated(nonsending) func open() async -> Result<TransferResult, FetchError> {
        await withTaskCancellationHandler {
            await withCheckedContinuation { opening in perform(machine.withLock { $0.start(opening) }) }
        } onCancel: {
            cancel()
        }
    }

    /// The next piece of a stream; nil at its end.
    nonisolated(nonsending) func read() async -> Result<[UInt8]?, FetchError> {
        await withTaskCancellationHandler {
            await withCheckedContinuation { reading in perform(machine.withLock { $0.read(reading) }) }
        } onCancel: {
            cancel()
        }
    }

    /// Ends it where it is; what is left is dropped. Does nothing to a transfer that is over.
    func cancel() { perform(machine.withLock { $0.cancel() }) }

    // MARK: For the loop

    func opened(_ result: TransferResult) { perform(machine.withLock { $0.opened(result) }) }

    /// - Returns: false where the piece was not taken.
    func deliver(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let delivered = machine.withLock { $0.deliver(bytes.count) { Array(bytes) } }
        switch delivered {
        case .taken: return true
        case .refused: return false
        case .give(let reading, let piece):
            reading.resume(returning: .success(piece))
            return true
        }
    }

    func finish(_ result: Result<TransferResult, FetchError>) { perform(machine.withLock { $0.finish(result) }) }

    private func perform(_ action: Machine.Action) {
        switch action {
        case .none: break
        case .post(let kind):
            if !mailbox.post(.transfer(kind, self)) { finish(.failure(.closed)) }
        case .open(let opening, let result): opening.resume(returning: result)
        case .give(let reading, let result): reading.resume(returning: result)
        case .giveAndResume(let reading, let piece):
            _ = mailbox.post(.transfer(.resume, self))
            reading.resume(returning: .success(piece))
        }
    }
}
