public import Logging

/// What a tool knows of the call it serves.
public struct ToolContext: Sendable {
    public let request: RequestContext
    public let progress: ProgressReporter

    public var principal: Principal { request.peer.principal }
    public var client: ClientDescription { request.client }
    public var meta: RequestMeta { request.meta }
    /// Names the request in everything it logs.
    public var logger: Logger { request.logger }
}
