/// What has become of one transfer, and who waits for it. Pure: each input returns what the caller is to do, outside any lock.
///
/// A waiter, given once with ``start(_:)`` or ``read(_:)``, comes back in exactly one action.
struct TransferMachine<Opening: Sendable, Reading: Sendable>: ~Copyable, Sendable {
    enum Action: Sendable {
        case none
        case post(LoopCommandKind)
        case open(Opening, Result<TransferResult, FetchError>)
        case give(Reading, Result<[UInt8]?, FetchError>)
        /// Gives a piece and tells the loop to read on.
        case giveAndResume(Reading, [UInt8])
    }

    enum Delivered: Sendable {
        case taken
        /// Not taken: the loop is to keep it until told to read on.
        case refused
        case give(Reading, [UInt8])
    }

    private enum Phase {
        case fresh
        case opening(Opening)
        case flowing(Flow)
        case over
    }

    private struct Flow {
        var pieces = PieceQueue()
        var isPaused = false
        var reader: Reading?
        /// Set once no more will come.
        var end: Result<Void, FetchError>?
    }

    private let highWater: Int
    private let lowWater: Int
    private var phase = Phase.fresh
    /// The loop asks this before it starts: a cancel may overtake the start on its way there.
    private(set) var isCancelled = false

    init(highWater: Int, lowWater: Int) {
        self.highWater = max(1, highWater)
        self.lowWater = max(0, min(lowWater, highWater - 1))
    }

    mutating func start(_ opening: Opening) -> Action {
        guard case .fresh = phase, !isCancelled else { return .open(opening, .failure(.cancelled)) }
        phase = .opening(opening)
        return .post(.start)
    }

    mutating func cancel() -> Action {
        guard !isCancelled else { return .none }
        isCancelled = true
        switch phase {
        case .fresh, .over: return .none
        case .opening: return .post(.cancel)
        case .flowing(var flow):
            let isRunning = flow.end == nil
            flow.pieces = PieceQueue()
            if !isRunning { flow.end = .failure(.cancelled) }
            phase = .flowing(flow)
            return isRunning ? .post(.cancel) : .none
        }
    }

    /// The head of a stream is there.
    mutating func opened(_ result: TransferResult) -> Action {
        guard case .opening(let opening) = phase else { return .none }
        phase = .flowing(Flow())
        return .open(opening, .success(result))
    }

    /// A piece of a stream is there.
    mutating func deliver(_ size: Int, _ piece: () -> [UInt8]) -> Delivered {
        guard case .flowing(var flow) = phase, flow.end == nil, !isCancelled else { return .taken }
        if let reader = flow.reader.take() {
            phase = .flowing(flow)
            return .give(reader, piece())
        }
        guard flow.pieces.bytes == 0 || flow.pieces.bytes + size <= highWater else {
            flow.isPaused = true
            phase = .flowing(flow)
            return .refused
        }
        flow.pieces.append(piece())
        phase = .flowing(flow)
        return .taken
    }

    /// The loop is done with the transfer.
    mutating func finish(_ result: Result<TransferResult, FetchError>) -> Action {
        switch phase {
        case .fresh, .over: return .none
        case .opening(let opening):
            phase = .over
            return .open(opening, result)
        case .flowing(var flow):
            guard flow.end == nil else { return .none }
            let end: Result<Void, FetchError> = isCancelled ? .failure(.cancelled) : result.map { _ in }
            flow.end = end
            let reader = flow.reader.take()
            phase = .flowing(flow)
            return reader.map { .give($0, end.map { nil }) } ?? .none
        }
    }

    /// A reader wants the next piece. One at a time.
    mutating func read(_ reading: Reading) -> Action {
        guard case .flowing(var flow) = phase else { return .give(reading, .success(nil)) }
        guard flow.reader == nil else {
            return .give(reading, .failure(FetchError(.invalidRequest, "The stream is being read by another task.")))
        }
        if let piece = flow.pieces.popFirst() {
            let resumes = flow.isPaused && flow.pieces.bytes <= lowWater && flow.end == nil
            if resumes { flow.isPaused = false }
            phase = .flowing(flow)
            return resumes ? .giveAndResume(reading, piece) : .give(reading, .success(piece))
        }
        if let end = flow.end { return .give(reading, end.map { nil }) }
        flow.reader = reading
        phase = .flowing(flow)
        return .none
    }
}

/// Pieces in order, and how many bytes they are.
struct PieceQueue: Sendable {
    private var pieces: [[UInt8]] = []
    private var first = 0
    private(set) var bytes = 0

    mutating func append(_ piece: [UInt8]) {
        pieces.append(piece)
        bytes += piece.count
    }

    mutating func popFirst() -> [UInt8]? {
        guard first < pieces.count else { return nil }
        let piece = pieces[first]
        pieces[first] = []
        first += 1
        bytes -= piece.count
        if first == pieces.count {
            pieces.removeAll(keepingCapacity: true)
            first = 0
        } else if first > 64, first * 2 > pieces.count {
            pieces.removeFirst(first)
            first = 0
        }
        return piece
    }
}
