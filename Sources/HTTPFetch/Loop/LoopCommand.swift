/// What other threads ask of the loop.
enum LoopCommand: Sendable {
    case transfer(LoopCommandKind, Transfer)
    case stop(HTTPFetch.ShutdownMode)
}

enum LoopCommandKind: Sendable, Hashable {
    case start
    case cancel
    /// Reads on, after a pause.
    case resume
}

/// What a transfer came to; of a stream, without its body.
struct TransferResult: Sendable {
    let head: ResponseHead
    let body: [UInt8]
    let timing: FetchTiming
}
