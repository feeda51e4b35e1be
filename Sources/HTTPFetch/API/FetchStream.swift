/// The head of a response, and its body in pieces as they come.
///
/// Reading slowly slows the server down: no more than the high water mark is held. The body can be read once, by one task at a time.
/// Leaving it unread and dropping it, or cancelling the task that reads, closes the connection.
public struct FetchStream: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    public typealias Failure = FetchError

    public let status: Int
    public let headers: FetchHeaders
    public let url: String
    /// Up to the head.
    public let timing: FetchTiming
    private let lease: StreamLease

    init(_ outcome: Exchange.Outcome, _ loop: CurlLoop) {
        status = outcome.result.head.status
        headers = outcome.result.head.headers
        url = outcome.url.text
        timing = outcome.timing
        lease = StreamLease(outcome.transfer, loop)
    }

    public var isSuccess: Bool { (200...299).contains(status) }

    /// Closes the stream; whoever reads gets ``FetchError/Code/cancelled``.
    public func cancel() { lease.transfer.cancel() }

    /// The rest of the body at once.
    /// - Throws: ``FetchError/Code/responseTooLarge`` beyond the limit; the stream is closed then.
    public func collect(upTo limit: Int) async throws(FetchError) -> [UInt8] {
        var body: [UInt8] = []
        var iterator = makeAsyncIterator()
        while let piece = try await iterator.next() {
            guard piece.count <= limit - body.count else {
                cancel()
                throw FetchError(.responseTooLarge, "The response is larger than \(limit) bytes.")
            }
            body += piece
        }
        return body
    }

    public func makeAsyncIterator() -> Iterator { Iterator(lease: lease) }

    public struct Iterator: AsyncIteratorProtocol, Sendable {
        fileprivate let lease: StreamLease

        public mutating func next() async throws(FetchError) -> [UInt8]? { try await lease.transfer.read().get() }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(FetchError) -> [UInt8]? {
            try await lease.transfer.read().get()
        }
    }
}

/// Keeps the loop alive for a stream, and ends the transfer when nobody can read it any more.
private final class StreamLease: Sendable {
    let transfer: Transfer
    private let loop: CurlLoop

    init(_ transfer: Transfer, _ loop: CurlLoop) {
        self.transfer = transfer
        self.loop = loop
    }

    deinit { transfer.cancel() }
}
