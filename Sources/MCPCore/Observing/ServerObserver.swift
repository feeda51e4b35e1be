/// Watches the requests of a server, for metrics, access logs and traces. See ``ServerOptions/observer``.
///
/// It is told on the threads that serve: it must not block, and what it does is paid for by every request. A server without one pays
/// nothing. It decides nothing; what refuses is a middleware.
public protocol ServerObserver: Sendable {
    /// A request was taken in.
    /// - Returns: what the observer wants to know of it when it has ended.
    func requestBegan(_ request: ObservedRequest) -> RequestMark

    /// The request has ended, in whatever way. Called once for each, before the answer goes out.
    /// - Parameter bytes: of the message that answers; 0 where nothing does.
    func requestEnded(_ request: ObservedRequest, _ mark: RequestMark, _ outcome: RequestOutcome, bytes: Int)

    /// Whether requests are served by way of ``serve(_:_:_:)``.
    var surroundsRequests: Bool { get }

    /// Serves a request: calls the operation once, and returns when it has. Task-local values that are bound around it are there for the
    /// handler and for what it calls. A request that is cancelled while it waits for a place is never served.
    func serve(_ request: ObservedRequest, _ mark: RequestMark, _ operation: () async -> Void) async

    /// A message was answered with an error before anything was asked of the server: it is malformed, or asks for what is not there.
    func messageRefused(_ error: MCPError, from peer: Peer)

    /// `initialize` has opened a session of the legacy era.
    /// - Returns: what is called once, when the session ends; nil for nothing.
    func sessionOpened(_ revision: ProtocolRevision, _ client: ClientDescription) -> (@Sendable () -> Void)?
}

extension ServerObserver {
    public var surroundsRequests: Bool { false }
    public func serve(_ request: ObservedRequest, _ mark: RequestMark, _ operation: () async -> Void) async { await operation() }
    public func messageRefused(_ error: MCPError, from peer: Peer) {}
    public func sessionOpened(_ revision: ProtocolRevision, _ client: ClientDescription) -> (@Sendable () -> Void)? { nil }
}

/// A request as it was taken in. What it says beside its method and its tool is not in here: no observer has a use for it that is harmless.
public struct ObservedRequest: Sendable {
    /// One of those that are served.
    public let method: String
    /// What `tools/call` names, if there is such a tool: only then its name is one of a known few.
    public let tool: RegisteredTool?
    public let context: RequestContext
}

/// How a request ended.
public enum RequestOutcome: Sendable, Hashable {
    case done
    /// A result that says that the tool could not do it.
    case toolError
    /// Arguments that the tool's schema refuses.
    case invalidArguments
    /// The client has something to answer first.
    case inputRequired
    /// It goes on as a task.
    case task
    case error(MCPError.Code)
    /// Its time was over before it was.
    case timedOut
    /// Its sender gave it up, or is gone. Nothing is answered.
    case cancelled
    /// The server shut down before it was done.
    case abandoned
}

extension RequestOutcome {
    init(_ reply: Reply) {
        switch reply {
        case .toolResult(let result): self = result.isError ? .toolError : .done
        case .invalidArguments: self = .invalidArguments
        case .inputRequired: self = .inputRequired
        case .taskCreated: self = .task
        default: self = .done
        }
    }
}
