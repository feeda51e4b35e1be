internal import Synchronization

/// What the requests of one peer have in common: the negotiated revision, what is in flight, what it wants to be told of.
///
/// stdio has one for the process, HTTP one for each session id. A request of the modern era that comes over a session's transport
/// uses its in-flight table and nothing else of it.
public final class Session: Sendable {
    /// Names the session to its transport.
    public let id: String
    public let principal: Principal
    private let state = Mutex(SessionState())
    private let level = Atomic(LogLevel.info.rank)

    public init(id: String, principal: Principal) {
        self.id = id
        self.principal = principal
    }

    /// The negotiated revision; nil before `initialize`.
    public var revision: ProtocolRevision? { state.withLock { $0.opened?.codec.revision } }

    /// Requests that are not answered yet.
    public var inFlightCount: Int { state.withLock { $0.calls.count } }

    /// Makes it one of several objects that stand for one session, in as many instances.
    /// - Parameter onChange: is awaited before a request is answered that changed what ``describe(_:)`` tells.
    package func share(_ onChange: @escaping @Sendable () async -> Void) {
        state.withLock { state in
            state.onChange = onChange
            // An answer finds the question here by its id alone, and no other instance may have asked under the same. Within what a client in
            // JavaScript can count (2^53).
            state.lastQuestion = Int64.random(in: (1 << 24)...(1 << 52))
        }
    }

    /// Tells the other instances of a change.
    func changed() async {
        await state.withLock { $0.onChange }?()
    }

    /// Whether a request of this id runs here.
    package func runs(_ id: RequestID) -> Bool { state.withLock { $0.calls[id] != nil } }

    /// Whether a request of ours waits here for the answer.
    package func awaits(_ id: RequestID) -> Bool { state.withLock { $0.questions[id] != nil } }

    /// Gives the session a way for what belongs to no request. A transport that has one calls this once, before the first message.
    ///
    /// The session holds it until ``end()``.
    public func attach(_ outlet: any MessageOutlet) {
        state.withLock { $0.outlet = outlet }
    }

    /// Ends what stays open by its nature, with its last word; calls go on. For a transport that reads nothing more.
    public func windDown() {
        for subscription in state.withLock({ $0.subscriptions }) { subscription.end() }
    }

    /// Ends the session: cancels what is in flight, and nothing more is told or asked. Safe to call more than once.
    public func end() {
        let last = state.withLock { state in
            defer { state.end() }
            return state
        }
        for call in last.calls.values { call.cancel() }
        for subscription in last.subscriptions { subscription.end() }
        if let (own, hub) = last.own {
            hub.remove(own)
            own.end()
        }
        for question in last.questions.values { question.settle(.failure(CancellationError())) }
        last.onEnd?()
    }

    var opened: OpenedSession? { state.withLock { $0.opened } }
    var outlet: (any MessageOutlet)? { state.withLock { $0.outlet } }

    /// Below this, log messages are not wanted. `info` unless the client says otherwise.
    var logLevel: LogLevel {
        get { LogLevel.allCases[level.load(ordering: .relaxed)] }
        set { level.store(newValue.rank, ordering: .relaxed) }
    }

    /// - Returns: false if the session was opened before.
    func open(_ codec: LegacyCodec, _ client: ClientDescription, _ observer: any ServerObserver) -> Bool {
        let isFirst = state.withLock { state in
            guard state.opened == nil else { return false }
            state.opened = OpenedSession(codec: codec, client: client)
            return true
        }
        // One without a name is there for a single request.
        guard isFirst, !id.isEmpty, let onEnd = observer.sessionOpened(codec.revision, client) else { return isFirst }
        let isOver = state.withLock { state in
            if !state.isEnded { state.onEnd = onEnd }
            return state.isEnded
        }
        if isOver { onEnd() }
        return true
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

    /// Takes a call out, so that its id may be used again; nothing happens where another call has it by now.
    func remove(_ id: RequestID, _ call: Call) {
        state.withLock { state in
            if state.calls[id] === call { state.calls[id] = nil }
        }
    }

    func call(_ id: RequestID) -> Call? {
        state.withLock { $0.calls[id] }
    }

    /// - Returns: false if there are too many, or the session has ended.
    func add(_ subscription: Subscription, limit: Int) -> Bool {
        state.withLock { state in
            guard !state.isEnded, state.subscriptions.count < limit else { return false }
            state.subscriptions.append(subscription)
            return true
        }
    }

    func remove(_ subscription: Subscription) {
        state.withLock { state in state.subscriptions.removeAll { $0 === subscription } }
    }

    /// What the session itself is told of, apart from requests that stay open.
    var ownSubscription: Subscription? { state.withLock { $0.own?.0 } }

    /// - Returns: false if the session has ended.
    func adopt(_ subscription: Subscription, of hub: SubscriptionHub) -> Bool {
        state.withLock { state in
            guard !state.isEnded else { return false }
            state.own = (subscription, hub)
            return true
        }
    }

    /// A question to the client, under an id that no other of this session has.
    func openInquiry() throws(ToolFailure) -> (RequestID, PendingAnswer) {
        try state.withLock { state throws(ToolFailure) in
            guard !state.isEnded, state.questions.count < SessionState.openQuestions else {
                throw ToolFailure("This needs an answer from the user, and too many questions are open already.")
            }
            state.lastQuestion += 1
            let (id, answer) = (RequestID.integer(state.lastQuestion), PendingAnswer())
            state.questions[id] = answer
            return (id, answer)
        }
    }

    func closeInquiry(_ id: RequestID) {
        state.withLock { $0.questions[id] = nil }
    }

    /// - Returns: false if nothing was asked under this id.
    func settleInquiry(_ id: RequestID, _ answer: Result<JSON, any Error>) -> Bool {
        guard let question = state.withLock({ $0.questions[id] }) else { return false }
        question.settle(answer)
        return true
    }
}

/// What `initialize` settled.
final class OpenedSession: Sendable {
    let codec: LegacyCodec
    let client: ClientDescription

    init(codec: LegacyCodec, client: ClientDescription) {
        self.codec = codec
        self.client = client
    }
}

private struct SessionState {
    static let openQuestions = 64

    var opened: OpenedSession?
    var outlet: (any MessageOutlet)?
    var isEnded = false
    /// Everything admitted and not ended, running or waiting.
    var calls: [RequestID: Call] = [:]
    var own: (Subscription, SubscriptionHub)?
    var subscriptions: [Subscription] = []
    var questions: [RequestID: PendingAnswer] = [:]
    var lastQuestion: Int64 = 0
    var onChange: (@Sendable () async -> Void)?
    /// For the server's observer.
    var onEnd: (@Sendable () -> Void)?
    private var running = 0
    private var waiting: [Call] = []
    /// Where `waiting` begins; the part before it has been taken.
    private var firstWaiting = 0

    mutating func end() {
        isEnded = true
        outlet = nil
        own = nil
        subscriptions = []
        questions = [:]
        onEnd = nil
        onChange = nil
    }

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
