public import Logging

/// What a handler knows of the request that it serves, and what it can do while it does.
///
/// Tools, prompts and resources all get one. Safe to use from any task.
public protocol HandlerContext: Sendable {
    var request: RequestContext { get }
}

extension HandlerContext {
    public var principal: Principal { request.principal }
    public var client: ClientDescription { request.client }
    public var meta: RequestMeta { request.meta }
    /// Names the request in everything it logs. For the operator; see ``log(_:_:logger:)`` for the client.
    public var logger: Logger { request.logger }
    /// Tells the client how far the request has come.
    public var progress: ProgressReporter { ProgressReporter(request) }

    /// Sends a log message to the client, if it wants those of this level. Never put secrets or other people's data into one.
    ///
    /// A server sends none unless it was made with `logging: true`. Suspends while the client is slow.
    /// - Parameters:
    ///   - data: a text, or any JSON.
    ///   - logger: names the part of the server that speaks.
    public func log(_ level: LogLevel, _ data: JSON, logger: String? = nil) async {
        guard request.wantsLog(level) else { return }
        await request.tell(.log(.init(level: level, logger: logger, data: data)))
    }

    /// Gives the connection of this call back while the call goes on, for a client that comes back for the rest: long calls need hold no
    /// connection (2025-11-25, Streamable HTTP, polling). Does nothing where a transport or a revision has no such thing.
    public func releaseConnection(retryAfter: Duration) async {
        await request.relay.release(retryAfter: retryAfter)
    }
}

extension RequestContext {
    /// Tells the client something on the way to the reply.
    func tell(_ notification: ServerNotification, rising progress: Double? = nil) async {
        let origin: NotificationOrigin = if case .task(let run) = storage.inquiry { .task(run.id) } else { .request }
        if let progress {
            await relay.send(storage.codec.lower(notification, of: origin), rising: progress)
        } else {
            await relay.send(storage.codec.lower(notification, of: origin))
        }
    }

    /// In a session what the session is set to, in the stateless revision what the request says.
    fileprivate func wantsLog(_ level: LogLevel) -> Bool {
        guard storage.server.description.capabilities.logging else { return false }
        switch revision.era {
        case .legacy: return session.map { level >= $0.logLevel } ?? false
        case .modern: return meta.logLevel.map { level >= $0 } ?? false
        }
    }
}
