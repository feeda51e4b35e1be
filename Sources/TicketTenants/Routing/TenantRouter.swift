public import MCPCore
public import MCPTransportHTTP
internal import Synchronization
internal import TicketServer
internal import TicketTools

/// Brings every request to the handler of its tenant, by the key or the token that it shows; a path such as `/t/acme/mcp` must name the
/// same tenant.
///
/// Who is nobody gets 401, whatever the path is; who belongs to another tenant than the path names gets the same 404 as for a tenant that
/// does not exist. So nobody learns which tenants there are.
public final class TenantRouter: HTTPHandler {
    private let keys: KeyRing?
    private let others: any AuthProvider
    /// Serves what belongs to no tenant: probes, metadata, and refusals.
    private let lobby: MCPHTTPHandler
    /// What stands before our paths in the public address.
    private let publicPrefix: String
    private let table = Mutex(TenantTable())

    /// - Parameters:
    ///   - keys: keys that are each for one tenant.
    ///   - others: finds out who came with an access token.
    ///   - lobby: what the handlers of all tenants have in common.
    public init(keys: KeyRing?, others: any AuthProvider, lobby: HTTPConfiguration) {
        self.keys = keys
        self.others = others
        let behindHost = lobby.publicURL?.split(separator: "://", maxSplits: 1).last?.drop { $0 != "/" }
        publicPrefix = behindHost.map(String.init) ?? ""
        var configuration = lobby
        configuration.auth = RoutedIdentity()
        // Nothing happens here, and nobody can sign for it.
        var events = HTTPEvents(EventBroadcaster())
        events.webhookSecrets = [.random()]
        configuration.events = events
        let nothing = MCPServer(Implementation(name: "ticket-mcp", version: TicketProgram.version))
        self.lobby = MCPHTTPHandler(nothing, configuration: configuration)
    }

    /// Puts other tenants in place, in one step.
    /// - Returns: those that were there before.
    func replace(_ fresh: TenantTable) -> TenantTable {
        table.withLock { table in
            defer { table = fresh }
            return table
        }
    }

    /// What all tenants have open just now.
    public var load: HTTPLoad { tenants.all.reduce(lobby.load) { $0 + $1.handler.load } }

    var tenants: TenantTable { table.withLock { $0 } }

    public func serve(_ request: HTTPRequest, _ responder: any HTTPResponder) -> (any HTTPExchange)? {
        let path = TenantPath(request.path, prefix: publicPrefix)
        let inner = request.with(path)
        guard request.method != "OPTIONS", !path.isPublic else { return lobby.serve(inner, responder) }
        if path.rest == "/events" { return servePosted(inner, path, responder) }
        let question = AuthRequest(
            channel: .http(method: request.method, path: request.path), headers: request.headers.fields,
            remoteAddress: request.remoteAddress)
        if let keys, keys.isMeant(by: question) {
            do throws(AuthError) {
                let match = try keys.match(question)
                return serve(inner, path, .success(match.principal), match.tenant.flatMap { tenants[$0] }, responder)
            } catch {
                return serve(inner, path, .failure(error), nil, responder)
            }
        }
        if let known = others.authenticateAtOnce(question) { return serve(inner, path, known, responder) }
        let deferred = DeferredExchange()
        Task {
            let identity: Result<Principal, AuthError>
            do throws(AuthError) {
                identity = .success(try await others.authenticate(question))
            } catch {
                identity = .failure(error)
            }
            deferred.settle(serve(inner, path, identity, responder))
        }
        return deferred
    }

    public func shutdown(within time: Duration) async {
        let runtimes = replace(TenantTable()).all
        await withDiscardingTaskGroup { group in
            for runtime in runtimes { group.addTask { await runtime.shutdown(within: time) } }
            group.addTask { [lobby] in await lobby.shutdown(within: time) }
        }
    }

    private func serve(
        _ request: HTTPRequest, _ path: TenantPath, _ identity: Result<Principal, AuthError>, _ responder: any HTTPResponder
    ) -> (any HTTPExchange)? {
        var runtime: TenantRuntime?
        if case .success(let principal) = identity { runtime = tenants.tenant(of: principal) }
        return serve(request, path, identity, runtime, responder)
    }

    private func serve(
        _ request: HTTPRequest, _ path: TenantPath, _ identity: Result<Principal, AuthError>, _ runtime: TenantRuntime?,
        _ responder: any HTTPResponder
    ) -> (any HTTPExchange)? {
        switch identity {
        case .failure: return RoutedIdentity.$current.withValue(identity) { lobby.serve(request, responder) }
        case .success(let principal):
            guard let runtime else {
                guard path.tenant == nil else { return Self.refuse(responder) }
                let stranger = AuthError(.forbidden, "You belong to no tenant of this server")
                return RoutedIdentity.$current.withValue(.failure(stranger)) { lobby.serve(request, responder) }
            }
            guard path.tenant == nil || path.tenant == runtime.tenant.id else { return Self.refuse(responder) }
            return RoutedIdentity.$current.withValue(.success(runtime.principal(principal))) {
                runtime.handler.serve(request.unmounted, responder)
            }
        }
    }

    /// Events are signed with a secret of their tenant, which is all that those show who post them.
    private func servePosted(
        _ request: HTTPRequest, _ path: TenantPath, _ responder: any HTTPResponder
    ) -> (any HTTPExchange)? {
        guard let runtime = path.tenant.flatMap({ tenants[$0] }) else { return lobby.serve(request, responder) }
        return runtime.handler.serve(request.unmounted, responder)
    }

    private static func refuse(_ responder: any HTTPResponder) -> (any HTTPExchange)? {
        let body = #"{"error":"Nothing is here"}"#
        responder.respond(HTTPResponseHead(404, ["content-type": "application/json"]), Array(body.utf8))
        return nil
    }
}

extension HTTPRequest {
    fileprivate func with(_ path: TenantPath) -> HTTPRequest {
        guard path.rest != self.path else { return self }
        var inner = HTTPRequest(
            method: method, target: query.map { "\(path.rest)?\($0)" } ?? path.rest, headers: headers, body: body,
            remoteAddress: remoteAddress)
        inner.mount = path.mount
        return inner
    }

    /// For a tenant's own handler, whose public address has the mount in it.
    fileprivate var unmounted: HTTPRequest {
        var copy = self
        copy.mount = ""
        return copy
    }
}
