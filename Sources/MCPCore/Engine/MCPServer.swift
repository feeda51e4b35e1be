public import Logging

/// Serves tools, resources and prompts to any number of peers over any number of transports, in every revision at once.
///
/// Safe to use from any thread. It is no actor and there is one for all peers: what differs between peers comes with each message, in its
/// ``Exchange``. What it offers may change while it serves; see ``update(_:)``.
///
/// ```swift
/// let server = MCPServer(Implementation(name: "shouter", version: "1.0"), tools: ToolBox([Shout()]))
/// try await server.serve(over: StdioTransport(StandardStreams.claim()))
/// ```
public final class MCPServer: MessageReceiver {
    public let description: ServerDescription
    public let limits: ServerLimits
    let codecs: CodecTable
    let catalogs: CatalogCell
    let middleware: [any MCPMiddleware]
    let states: RequestStates
    let hub = SubscriptionHub()
    let tasks: TaskRegistry
    /// Of nobody, where the server is not observed. Asked where it is: to take it out would retain it, on all event loops at once.
    let observer: any ServerObserver
    /// Keeps what `observer` does not retain.
    private let observerKept: (any ServerObserver)?
    /// Whether there is one: cheaper to ask than to fetch it.
    let isObserved: Bool
    package let time: any TimeSource
    let running: RunningCalls
    package let logger: Logger

    /// What is offered just now.
    public var catalog: Catalog { catalogs.catalog }
    public var tools: ToolBox { catalogs.read { $0.tools } }

    /// - Parameters:
    ///   - implementation: what clients are told of the server.
    ///   - instructions: for the model; see ``ServerDescription/instructions``.
    ///   - middleware: the first is the outermost.
    ///   - limits: bounds on what the server takes in.
    ///   - options: what is rarely changed.
    ///   - time: a seam for tests.
    public convenience init(
        _ implementation: Implementation, instructions: String? = nil, tools: ToolBox = ToolBox(),
        resources: ResourceBox = ResourceBox(), prompts: PromptBox = PromptBox(), middleware: [any MCPMiddleware] = [],
        limits: ServerLimits = ServerLimits(), options: ServerOptions = ServerOptions(), time: any TimeSource = SystemTime(),
        logger: Logger = Logger(label: "mcp.server")
    ) {
        let catalog = Catalog(tools: tools, resources: resources, prompts: prompts)
        let capabilities = ServerCapabilities(catalog.kinds, options)
        self.init(implementation, instructions, capabilities, { catalog }, middleware, limits, options, time, logger)
    }

    /// A server whose catalogue is made when a client first asks for something in it: a process that is started for each conversation
    /// answers `initialize` the sooner.
    /// - Parameters:
    ///   - kinds: what the catalogue will have, which is what clients are told; a catalogue that has something else is an error in the log.
    ///   - catalog: called once, on the thread that asks first.
    public convenience init(
        _ implementation: Implementation, instructions: String? = nil, declaring kinds: CatalogKinds,
        catalog: @escaping @Sendable () -> Catalog, middleware: [any MCPMiddleware] = [], limits: ServerLimits = ServerLimits(),
        options: ServerOptions = ServerOptions(), time: any TimeSource = SystemTime(), logger: Logger = Logger(label: "mcp.server")
    ) {
        let make: @Sendable () -> Catalog = {
            let made = catalog()
            if made.kinds != kinds {
                logger.error("the catalogue is not what was declared", metadata: ["declared": "\(kinds)", "made": "\(made.kinds)"])
            }
            return made
        }
        self.init(implementation, instructions, ServerCapabilities(kinds, options), make, middleware, limits, options, time, logger)
    }

    private init(
        _ implementation: Implementation, _ instructions: String?, _ capabilities: ServerCapabilities,
        _ catalog: @escaping @Sendable () -> Catalog, _ middleware: [any MCPMiddleware], _ limits: ServerLimits,
        _ options: ServerOptions, _ time: any TimeSource, _ logger: Logger
    ) {
        description = ServerDescription(implementation: implementation, capabilities: capabilities, instructions: instructions)
        catalogs = CatalogCell(catalog)
        self.middleware = middleware
        self.limits = limits
        self.time = time
        self.logger = logger
        codecs = CodecTable(server: implementation, cache: options.cache)
        running = RunningCalls(time: time)
        states = RequestStates(keys: options.stateKeys, once: options.once, wallClock: { WallClock.now })
        tasks = TaskRegistry(options.taskStore, options.tasks, hub, logger)
        observerKept = options.observer
        observer = Self.unretained(options.observer)
        isObserved = options.observer != nil
    }

    private static func unretained(_ observer: (any ServerObserver)?) -> any ServerObserver {
        guard let observer else { return NoObserver() }
        guard let object = observer as? any ServerObserver & AnyObject else { return observer }
        return unretained(object)
    }

    private static func unretained(_ observer: some ServerObserver & AnyObject) -> any ServerObserver { UnretainedObserver(observer) }

    /// Serves one transport until it is closed or shut down.
    public func serve(over transport: some TransportHandler) async throws(TransportError) {
        try await transport.run(self)
    }

    public func receive(_ exchange: Exchange) -> Call? {
        Admission(server: self, exchange: exchange).admit()
    }

    public func refuse(_ error: MCPError, peer: Peer, outlet: any MessageOutlet) -> Call {
        observer.messageRefused(error, from: peer)
        return Call(.answer(.error(error, to: nil), error.code), server: self, outlet: outlet, batch: nil)
    }

    /// Ends every subscription with its last word. For a server that shuts down: a transport that waits for its calls would wait for these.
    public func endSubscriptions() {
        hub.close()
    }

    /// Answers every call that is still running with an error, and cancels it. The last step of a shutdown, for what did not end in time.
    public func abandonCalls() {
        running.abandonAll(MCPError(.internalError, "The server is shutting down; the call was cancelled"))
    }
}

/// What is rarely changed of a server.
public struct ServerOptions: Sendable {
    /// What clients of the modern era are told of keeping lists.
    public var cache = CacheHint.default
    /// Lists that may change while the server runs, and whose changes are announced. Such a list is offered even while it is empty.
    public var announcedLists: ChangingLists = []
    /// Handlers may send log messages to clients; see ``HandlerContext/log(_:_:logger:)``.
    public var logging = false
    /// Extensions that are declared, by identifier, with their settings. Tasks declare themselves.
    public var extensions: JSONObject = [:]
    /// Seal what clients carry between the rounds of a request (2026-07-28): the first one seals, all open. Instances behind one balancer
    /// need the same; without any a random one is made, and what it sealed is refused after a restart.
    public var stateKeys: [RequestStateKey] = [.random()]
    /// Shared by instances that share ``stateKeys``, so that what one has opened is used in all; without it, each knows its own.
    public var once: (any OnceStore)?
    public var taskStore: any TaskStore = MemoryTaskStore()
    public var tasks = TaskLimits()
    /// Is told of every request, for metrics, access logs and traces.
    public var observer: (any ServerObserver)?

    public init() {}

    public init(
        cache: CacheHint = .default, announcedLists: ChangingLists = [], logging: Bool = false, extensions: JSONObject = [:]
    ) {
        self.cache = cache
        self.announcedLists = announcedLists
        self.logging = logging
        self.extensions = extensions
    }
}

extension ServerCapabilities {
    fileprivate init(_ kinds: CatalogKinds, _ options: ServerOptions) {
        let tasks = kinds.contains(.tasks)
        var extensions = options.extensions
        if tasks { extensions[Extension.tasks] = [:] }
        self.init(
            tools: kinds.contains(.tools), resources: kinds.contains(.resources), prompts: kinds.contains(.prompts),
            completions: kinds.contains(.completions), logging: options.logging, tasks: tasks, announced: options.announcedLists,
            extensions: extensions)
    }
}
