internal import Logging

/// Takes in one message: tells what it is, in which revision, and what is to be done. Synchronous, so that order is kept.
struct Admission {
    let server: MCPServer
    let exchange: Exchange
    /// Set for the elements of a batch.
    var batch: BatchReply?

    private var peer: Peer { exchange.peer }

    func admit() -> Call? {
        admit(exchange.envelope ?? Envelope(exchange.message, limits: server.limits.json))
    }

    private func admit(_ envelope: Envelope) -> Call? {
        switch envelope {
        case .request(let id, let method, let params):
            do throws(MCPError) {
                return try admitRequest(id, method, params)
            } catch {
                return refuse(id, error)
            }
        case .notification(let method, let params):
            admitNotification(method, params)
            return nil
        case .response(let id, let message):
            admitResponse(id, message)
            return nil
        case .batch(let elements): return admitBatch(elements)
        case .malformed(let id, let error): return refuse(id, error)
        }
    }

    private func admitRequest(_ id: RequestID, _ method: String, _ params: Params) throws(MCPError) -> Call {
        let meta = try params.optionalObject("_meta")
        if let codec = try server.codecs.modern(for: meta) {
            return try call(id, method, params, meta, codec, meta.map(ClientDescription.init(modern:)) ?? .unknown)
        }
        if method == "initialize" {
            let (codec, client) = try openSession(params)
            return try call(id, method, params, meta, codec, client)
        }
        if let opened = peer.session?.opened {
            return try call(id, method, params, meta, opened.codec, opened.client)
        }
        if let revision = peer.assumedRevision, let codec = server.codecs.legacy(revision) {
            return try call(id, method, params, meta, codec, .unknown)
        }
        guard method == "ping" else { throw .noSession(method) }
        return try call(id, method, params, meta, server.codecs.unnegotiated, .unknown)
    }

    private func openSession(_ params: Params) throws(MCPError) -> (LegacyCodec, ClientDescription) {
        guard batch == nil else { throw MCPError(.invalidRequest, "initialize must not be part of a batch") }
        let codec = server.codecs.negotiated(for: try params.string("protocolVersion"))
        let client = ClientDescription(initialize: params)
        guard let session = peer.session else { throw MCPError(.invalidRequest, "initialize needs a session here") }
        guard session.open(codec, client, server.observer) else { throw MCPError(.invalidRequest, "The session is initialized already") }
        return (codec, client)
    }

    private func call(
        _ id: RequestID, _ method: String, _ params: Params, _ meta: JSONSlice?, _ codec: any WireCodec, _ client: ClientDescription
    ) throws(MCPError) -> Call {
        var invocation = try codec.lift(method, params)
        guard server.offers(invocation) else { throw .methodNotFound(method) }
        var tool: RegisteredTool?
        if case .callTool(let call) = invocation {
            tool = server.tools[call.name]
            invocation = .callTool(call.resolved(as: tool))
        }
        let meta = try meta.map { slice throws(MCPError) in try requestMeta(slice) } ?? .none
        let context = RequestContext(
            id: id, peer: peer, client: client, meta: meta, codec: codec, server: server, relay: Relay(exchange.outlet),
            inquiry: try inquiry(params, invocation, codec))
        let call = Call(.invoke(invocation, context, tool), server: server, outlet: exchange.outlet, batch: batch)
        try peer.session?.register(call, id, limits: server.limits)
        if case .initialize = invocation, let session = peer.session, let opened = session.opened { server.watch(session, opened.codec) }
        return call
    }

    private func requestMeta(_ slice: JSONSlice) throws(MCPError) -> RequestMeta {
        let meta = RequestMeta(slice)
        if let level = slice.member(MetaKey.logLevel), meta.logLevel == nil {
            throw .invalidParams("_meta: \(MetaKey.logLevel) is none of the eight levels: \(level.string?.prefix(40) ?? "")")
        }
        return meta
    }

    private func inquiry(_ params: Params, _ invocation: Invocation, _ codec: any WireCodec) throws(MCPError) -> Inquiry {
        switch codec.revision.era {
        case .legacy: return peer.session.map { .session($0) } ?? .impossible
        case .modern: return .rounds(try InputRounds(params, invocation, peer.principal))
        }
    }

    /// What our client says to something that we asked.
    private func admitResponse(_ id: RequestID?, _ message: JSONSlice) {
        let answer: Result<JSON, any Error>
        if let error = message.member("error") {
            let text = error.member("message")?.string ?? "no reason given"
            let code = error.member("code")?.value.integer.flatMap { Int(exactly: $0) } ?? 0
            answer = .failure(MCPError(MCPError.Code(rawValue: code), String(text.prefix(500))))
        } else {
            answer = .success(message.member("result")?.value ?? .null)
        }
        guard let id, peer.session?.settleInquiry(id, answer) == true else {
            server.logger.debug("response to no request of ours", metadata: ["id": "\(id?.description ?? "null")"])
            return
        }
    }

    private func admitNotification(_ method: String, _ params: Params) {
        switch method {
        case "notifications/cancelled":
            guard let id = params["requestId"].flatMap({ RequestID($0.value) }), let call = peer.session?.call(id) else {
                // It came too late, or named nothing: both are allowed (specification, cancellation).
                return
            }
            call.cancelByPeer()
        default:
            server.logger.trace("notification", metadata: ["method": "\(method.prefix(100))"])
        }
    }

    private func admitBatch(_ elements: [RawMessage]) -> Call? {
        guard batch == nil else { return refuse(nil, MCPError(.invalidRequest, "A batch must not hold a batch")) }
        guard peer.session?.opened?.codec.features.batches == true else {
            return refuse(nil, MCPError(.invalidRequest, "Batches belong to an open session of 2025-03-26 alone"))
        }
        guard !elements.isEmpty, elements.count <= server.limits.batch else {
            return refuse(nil, MCPError(.invalidRequest, "A batch holds 1 to \(server.limits.batch) messages"))
        }
        let envelopes = elements.map { Envelope($0, limits: server.limits.json) }
        let reply = BatchReply()
        var element = self
        element.batch = reply
        let calls = envelopes.compactMap { element.admit($0) }
        reply.expect(calls.count)
        return calls.isEmpty ? nil : Call(.batch(calls, reply), server: server, outlet: exchange.outlet, batch: nil)
    }

    private func refuse(_ id: RequestID?, _ error: MCPError) -> Call {
        server.observer.messageRefused(error, from: peer)
        return Call(.answer(.error(error, to: id), error.code), server: server, outlet: exchange.outlet, batch: batch)
    }
}

extension MCPError {
    /// A request that belongs to no era.
    fileprivate static func noSession(_ method: String) -> MCPError {
        let key = "params._meta[\"\(MetaKey.protocolVersion)\"]"
        guard method != "server/discover" else { return .invalidParams("\(key) is missing") }
        return MCPError(.invalidRequest, "No session: send initialize first, or name the revision in \(key)")
    }
}
