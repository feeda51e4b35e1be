internal import MCPCore

/// A GET that opens a stream, and POSTs that name it: HTTP+SSE and its dialects.
struct PostedStreamEndpoint {
    let endpoint: Endpoint
    let dialect: Dialect
    let table: StreamTable
    let request: HTTPRequest
    let fields: RequestFields
    let principal: Principal
    let responder: any HTTPResponder
    let headers: HTTPHeaders

    private static let plainText: HTTPHeaders = ["content-type": "text/plain"]
    private static let accepted = Array("Accepted".utf8)

    /// Opens a stream. Its session ends with it.
    func get() -> (any HTTPExchange)? {
        guard fields.accept.eventStream else {
            responder.refuse(406, "Accept must name text/event-stream", headers)
            return nil
        }
        guard endpoint.hasRoomForStream else {
            responder.refuse(429, "Too many streams", headers.adding("retry-after", "5"))
            return nil
        }
        let posted = PostedStream(Session(id: RandomID.make(), principal: principal), dialect)
        guard let shared = endpoint.shared else { return open(posted) }
        return responder.later(headers) { () async throws(SessionStoreError) in
            // Before the client is told where to post: the next message may come to another instance.
            try await shared.store.save(
                SessionRecord(id: posted.session.id, kind: .home, principal: principal.id, home: shared.store.instance))
            return open(posted)
        }
    }

    private func open(_ posted: PostedStream) -> any HTTPExchange {
        let id = posted.session.id
        table.add(posted)
        let path = "\(prefix)\(dialect.postPath)?\(dialect.parameter)=\(id)"
        let stream = endpoint.openStream(
            responder, headers: headers, opening: dialect.opening(id, path), beat: dialect.beat,
            lingers: { posted.session.inFlightCount > 0 }
        ) { [table, endpoint] _ in
            table.remove(posted)
            posted.session.end()
            if let shared = endpoint.shared { Task { await shared.forget(id) } }
        }
        posted.open(stream)
        return StreamExchange(stream)
    }

    /// Takes a message; its answer goes to the stream.
    func post() -> (any HTTPExchange)? {
        let message = RawMessage(request.body)
        let envelope = Envelope(message, limits: endpoint.server.limits.json)
        guard let id = streamID(envelope) else { return refuse() }
        if let posted = table.stream(id, of: principal) {
            if case .malformed(let id, let error) = envelope {
                responder.refuse(400, error, to: id, headers)
                return nil
            }
            let isTaken = posted.take(message, envelope, from: principal, endpoint) { accept() }
            if !isTaken { responder.refuse(503, "The server is shutting down", headers.adding("retry-after", "1")) }
            return nil
        }
        guard let shared = endpoint.shared else { return refuse() }
        return responder.later(headers) { () async throws(SessionStoreError) in
            if case .malformed(let id, let error) = envelope {
                responder.refuse(400, error, to: id, headers)
            } else if try await shared.forward(message, to: id, of: principal) {
                accept()
            } else {
                return refuse()
            }
            return nil
        }
    }

    private func accept() {
        let head = HTTPResponseHead(202, headers.isEmpty ? Self.plainText : headers.adding("content-type", "text/plain"))
        responder.respond(head, Self.accepted)
    }

    private func refuse() -> (any HTTPExchange)? {
        responder.refuse(404, "No such stream; open one first", headers)
        return nil
    }

    private func streamID(_ envelope: Envelope) -> String? {
        if let id = Query.value(of: dialect.parameter, in: request.query) { return id }
        guard let member = dialect.bodyMember else { return nil }
        do throws(JSONError) {
            return try JSONSlice(scanning: request.body, limits: endpoint.server.limits.json).member(member)?.string
        } catch {
            return nil
        }
    }

    /// What stands before our paths as clients see them, behind a proxy.
    private var prefix: String {
        if let url = endpoint.configuration.publicURL { return url }
        guard endpoint.configuration.trustsForwardedPrefix, let prefix = request.headers[known: "x-forwarded-prefix"],
            prefix.hasPrefix("/"), !prefix.hasPrefix("//"), prefix.utf8.allSatisfy(Self.isPlain)
        else { return "" }
        return prefix.hasSuffix("/") ? String(prefix.dropLast()) : prefix
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
