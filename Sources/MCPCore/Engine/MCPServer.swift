public import Logging

/// Serves tools to any number of peers over any number of transports, in every revision at once.
///
/// Immutable once made, and safe to use from any thread. It is no actor and there is one for all peers: what differs between peers
/// comes with each message, in its ``Exchange``.
///
/// ```swift
/// let server = MCPServer(Implementation(name: "shouter", version: "1.0"), tools: ToolBox([Shout()]))
/// try await server.serve(over: StdioTransport())
/// ```
public final class MCPServer: MessageReceiver {
    public let description: ServerDescription
    public let limits: ServerLimits
    let codecs: CodecTable
    let middleware: [any MCPMiddleware]
    package let time: any TimeSource
    let running: RunningCalls
    package let logger: Logger
    private let lazyTools: LazyToolBox

    public var tools: ToolBox { lazyTools.box }

    /// - Parameters:
    ///   - implementation: what clients are told of the server.
    ///   - instructions: for the model; see ``ServerDescription/instructions``.
    ///   - middleware: the first is the outermost.
    ///   - cache: what clients of the modern era are told of keeping lists.
    public convenience init(
        _ implementation: Implementation, instructions: String? = nil, tools: ToolBox, middleware: [any MCPMiddleware] = [],
        limits: ServerLimits = ServerLimits(), cache: CacheHint = .default, time: any TimeSource = SystemTime(),
        logger: Logger = Logger(label: "mcp.server")
    ) {
        self.init(
            implementation, instructions, ServerCapabilities(tools: !tools.isEmpty), LazyToolBox { tools }, middleware, limits, cache,
            time, logger)
    }

    /// A server whose tools are made when a client first asks for them: a process that is started for each conversation answers
    /// `initialize` the sooner. It declares that it has tools.
    public convenience init(
        _ implementation: Implementation, instructions: String? = nil, lazyTools: @escaping @Sendable () -> ToolBox,
        middleware: [any MCPMiddleware] = [], limits: ServerLimits = ServerLimits(), cache: CacheHint = .default,
        time: any TimeSource = SystemTime(), logger: Logger = Logger(label: "mcp.server")
    ) {
        self.init(
            implementation, instructions, ServerCapabilities(tools: true), LazyToolBox(lazyTools), middleware, limits, cache, time,
            logger)
    }

    private init(
        _ implementation: Implementation, _ instructions: String?, _ capabilities: ServerCapabilities, _ tools: LazyToolBox,
        _ middleware: [any MCPMiddleware], _ limits: ServerLimits, _ cache: CacheHint, _ time: any TimeSource, _ logger: Logger
    ) {
        description = ServerDescription(implementation: implementation, capabilities: capabilities, instructions: instructions)
        lazyTools = tools
        self.middleware = middleware
        self.limits = limits
        self.time = time
        self.logger = logger
        codecs = CodecTable(server: implementation, cache: cache)
        running = RunningCalls(time: time)
    }

    /// Serves one transport until it is closed or shut down.
    public func serve(over transport: some TransportHandler) async throws(TransportError) {
        try await transport.run(self)
    }

    public func receive(_ exchange: Exchange) -> Call? {
        Admission(server: self, exchange: exchange).admit()
    }

    public func refuse(_ error: MCPError, peer: Peer, outlet: any MessageOutlet) -> Call {
        Call(.answer(.error(error, to: nil), error.code), server: self, outlet: outlet, batch: nil)
    }
}
