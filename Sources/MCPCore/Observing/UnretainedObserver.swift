/// An observer that somebody else holds. To take an existential out of where it lies retains what is in it, and event loops that retain the
/// same object all the time wait for each other's caches.
struct UnretainedObserver<Observer: ServerObserver & AnyObject>: ServerObserver {
    // SAFETY: the server keeps the observer, and every call keeps the server.
    private let reference: Unmanaged<Observer>

    /// - Parameter observer: is held by whoever makes this, for as long as there are copies of it.
    init(_ observer: Observer) {
        reference = .passUnretained(observer)
    }

    func requestBegan(_ request: ObservedRequest) -> RequestMark { reference._withUnsafeGuaranteedRef { $0.requestBegan(request) } }

    func requestEnded(_ request: ObservedRequest, _ mark: RequestMark, _ outcome: RequestOutcome, bytes: Int) {
        reference._withUnsafeGuaranteedRef { $0.requestEnded(request, mark, outcome, bytes: bytes) }
    }

    var surroundsRequests: Bool { reference._withUnsafeGuaranteedRef { $0.surroundsRequests } }

    func serve(_ request: ObservedRequest, _ mark: RequestMark, _ operation: () async -> Void) async {
        await reference.takeUnretainedValue().serve(request, mark, operation)
    }

    func messageRefused(_ error: MCPError, from peer: Peer) { reference._withUnsafeGuaranteedRef { $0.messageRefused(error, from: peer) } }

    func sessionOpened(_ revision: ProtocolRevision, _ client: ClientDescription) -> (@Sendable () -> Void)? {
        reference._withUnsafeGuaranteedRef { $0.sessionOpened(revision, client) }
    }
}
