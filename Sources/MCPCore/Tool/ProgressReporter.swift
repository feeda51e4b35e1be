/// Tells a client how far its request has come. Does nothing where the client did not ask.
///
/// Safe to use from any task. Nothing goes out once the request is answered or cancelled.
public struct ProgressReporter: Sendable {
    private let request: RequestContext

    init(_ request: RequestContext) {
        self.request = request
    }

    /// Whether the client wants to know.
    public var isWanted: Bool { request.meta.progressToken != nil }

    /// Reports progress. A value that does not rise is dropped, since the protocol forbids it.
    ///
    /// Suspends while the peer is slow. A peer that is gone is no error here: the task is cancelled by other means.
    public func report(_ progress: Double, of total: Double? = nil, _ message: String? = nil) async {
        guard let token = request.meta.progressToken, progress.isFinite else { return }
        await request.tell(.progress(.init(token: token, progress: progress, total: total, message: message)), rising: progress)
    }
}
