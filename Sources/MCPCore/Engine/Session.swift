internal import Synchronization

/// What the requests of one peer have in common: the negotiated revision, and what is in flight.
///
/// stdio has one for the process, HTTP one for each session id. A request of the modern era that comes over a session's transport
/// uses its in-flight table and nothing else of it.
public final class Session: Sendable {
    /// Names the session to its transport.
    public let id: String
    public let principal: Principal
    private let state = Mutex(SessionState())

    public init(id: String, principal: Principal) {
        self.id = id
        self.principal = principal
    }

    /// The negotiated revision; nil before `initialize`.
    public var revision: ProtocolRevision? { state.withLock { $0.opened?.codec.revision } }

    /// Requests that are not answered yet.
    public var inFlightCount: Int { state.withLock { $0.calls.count } }

    /// Cancels what is in flight. Nothing more is answered.
    public func cancelAll() {
        for call in state.withLock({ Array($0.calls.values) }) { call.cancel() }
    }

    var opened: OpenedSession? { state.withLock { $0.opened } }

    /// - Returns: false if the session was opened before.
    func open(_ codec: LegacyCodec, _ client: ClientDescription) -> Bool {
        state.withLock { state in
            guard state.opened == nil else { return false }
            state.opened = OpenedSession(codec: codec, client: client)
            return true
        }
    }

    func register(_ call: Call, _ id: RequestID, limits: ServerLimits) throws(MCPError) {
        try state.withLock { state throws(MCPError) in try state.register(call, id, limits) }
    }

    /// Takes a running place for a call.
    /// - Returns: false if it has to wait; it is then given back by a later ``releasePlace()``.
    func reservePlace(for call: Call, limit: Int) -> Bool {
        state.withLock { $0.reservePlace(for: call, limit) }
    }

    /// Gives a running place back.
    /// - Returns: the call that takes it over.
    func releasePlace() -> Call? {
        state.withLock { $0.releasePlace() }
    }

    func remove(_ id: RequestID) {
        state.withLock { $0.calls[id] = nil }
    }

    func call(_ id: RequestID) -> Call? {
        state.withLock { $0.calls[id] }
    }
}

/// What `initialize` settled.
struct OpenedSession: Sendable {
    let codec: LegacyCodec
    let client: ClientDescription
}

private struct SessionState {
    var opened: OpenedSession?
    /// Everything admitted and not ended, running or waiting.
    var calls: [RequestID: Call] = [:]
    private var running = 0
    private var waiting: [Call] = []
    /// Where `waiting` begins; the part before it has been taken.
    private var firstWaiting = 0

    mutating func register(_ call: Call, _ id: RequestID, _ limits: ServerLimits) throws(MCPError) {
        guard calls[id] == nil else { throw MCPError(.invalidRequest, "id \(id) is in use by a request that is not answered yet") }
        guard calls.count < limits.runningPerPeer + limits.waitingPerPeer else {
            throw MCPError(.internalError, "Too many requests in flight; wait for answers before sending more")
        }
        calls[id] = call
    }

    mutating func reservePlace(for call: Call, _ limit: Int) -> Bool {
        guard running >= limit else {
            running += 1
            return true
        }
        waiting.append(call)
        return false
    }

    mutating func releasePlace() -> Call? {
        guard firstWaiting < waiting.count else {
            running -= 1
            return nil
        }
        let next = waiting[firstWaiting]
        firstWaiting += 1
        if firstWaiting == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            firstWaiting = 0
        }
        return next
    }
}
