internal import MCPCore
internal import Synchronization

/// What this instance does so that any instance serves any request.
///
/// A call runs where its request came in, whichever instance opened the session; so an answer in JSON needs no other instance and no store.
/// What belongs to a call that runs elsewhere (its cancellation, an answer to what it asked) is sent to where it runs. Streams are stored as
/// they are written, and read on wherever the client comes back. A stream of HTTP+SSE stays where it is, and messages for it go there.
final class SharedSessions: Sendable {
    /// Homes of streams that are remembered.
    private static let capacity = 10_000

    private struct State {
        /// Where streams of HTTP+SSE are, and whose they are.
        var homes: [String: (home: InstanceID, principal: String)] = [:]
        var foreign: [StreamName: ForeignStream] = [:]
        var nextTouch = Duration.zero
        var lastTouch = Duration.zero
    }

    let store: any SessionStore
    private let server: MCPServer
    private let sessions: SessionTable
    private let limits: HTTPLimits
    private let state = Mutex(State())

    init(_ store: any SessionStore, _ server: MCPServer, _ sessions: SessionTable, _ limits: HTTPLimits) {
        self.store = store
        self.server = server
        self.sessions = sessions
        self.limits = limits
    }

    func begin(_ endpoint: Endpoint) {
        store.begin { [weak endpoint] news in
            guard let endpoint else { return }
            NewsReader(endpoint: endpoint, shared: self).read(news)
        }
        endpoint.keeper.keep(self) { [weak self, weak endpoint] now in
            if let self, let endpoint { self.tick(now, endpoint) }
        }
    }

    func end() async { await store.end() }

    /// Has everybody else find a session that was opened here, or has changed here.
    func save(_ session: HTTPSession) async throws(SessionStoreError) {
        try await write(
            session,
            to: try await store.record(session.id)
                ?? SessionRecord(
                    id: session.id, kind: .anywhere, principal: session.core.principal.id, home: store.instance,
                    commonStreams: [session.common]))
    }

    private func write(_ session: HTTPSession, to record: SessionRecord) async throws(SessionStoreError) {
        var record = record
        session.core.describe(&record)
        try await store.save(record)
    }

    /// Has the others told of what a request changes in the session, before it is answered.
    func watch(_ session: HTTPSession) {
        session.core.share { [weak self, weak session] in
            guard let self, let session else { return }
            do throws(SessionStoreError) {
                // One that was ended meanwhile stays so.
                guard let record = try await store.record(session.id) else { return }
                try await write(session, to: record)
                store.tell(.changed(session: session.id), to: nil)
            } catch {
                server.logger.warning("a change in a session reaches no other instance", metadata: ["reason": "\(error)"])
            }
        }
    }

    /// A session that another instance has opened.
    /// - Returns: nil for an id that nobody has, and for somebody else's.
    func find(_ id: String, of principal: Principal) async throws(SessionStoreError) -> HTTPSession? {
        guard let record = try await store.record(id), record.kind == .anywhere, record.principal == principal.id else { return nil }
        let session = sessions.adopt(id) {
            let session = HTTPSession(
                Session(id: id, principal: principal), limits: limits, now: server.time.now, store: store, isHome: false)
            guard server.restore(session.core, from: record) else { return nil }
            watch(session)
            return session
        }
        guard let session else { throw SessionStoreError(.full, "no room for the session here") }
        session.touch(server.time.now)
        return session
    }

    /// Ends a session everywhere.
    func remove(_ id: String) async throws(SessionStoreError) {
        try await store.remove(id)
        store.tell(.ended(session: id), to: nil)
    }

    /// Sends a message to the instance that holds a stream.
    /// - Returns: false for a stream that nobody has, and for somebody else's.
    func forward(_ message: RawMessage, to id: String, of principal: Principal) async throws(SessionStoreError) -> Bool {
        guard let home = try await home(of: id, principal) else { return false }
        do throws(SessionStoreError) {
            try await store.send(.message(session: id, principal: principal, message.bytes), to: home)
            return true
        } catch {
            guard error.reason == .gone else { throw error }
            // The stream died with its instance.
            forgetHome(of: id)
            try await store.remove(id)
            return false
        }
    }

    private func home(of id: String, _ principal: Principal) async throws(SessionStoreError) -> InstanceID? {
        if let known = state.withLock({ $0.homes[id] }) { return known.principal == principal.id ? known.home : nil }
        guard let record = try await store.record(id), record.kind == .home else { return nil }
        state.withLock { state in
            if state.homes.count >= Self.capacity { state.homes = [:] }
            state.homes[id] = (record.home, record.principal)
        }
        return record.principal == principal.id ? record.home : nil
    }

    /// A stream of HTTP+SSE has ended here.
    func forget(_ id: String) async {
        do throws(SessionStoreError) {
            try await store.remove(id)
        } catch {
            server.logger.debug("a stream has ended and its record stays until it is too old", metadata: ["reason": "\(error)"])
        }
    }

    func forgetHome(of id: String) {
        state.withLock { $0.homes[id] = nil }
    }

    func add(_ stream: ForeignStream) {
        state.withLock { $0.foreign[stream.name] = stream }
    }

    func remove(_ stream: ForeignStream) {
        state.withLock { state in
            if state.foreign[stream.name] === stream { state.foreign[stream.name] = nil }
        }
    }

    func foreignStream(_ name: StreamName) -> ForeignStream? { state.withLock { $0.foreign[name] } }

    /// Keeps what is in use here from being forgotten there.
    private func tick(_ now: Duration, _ endpoint: Endpoint) {
        let since = state.withLock { state -> Duration? in
            guard now >= state.nextTouch else { return nil }
            state.nextTouch = now + min(.seconds(30), limits.sessionIdleTime / 4)
            defer { state.lastTouch = now }
            return state.lastTouch
        }
        guard let since else { return }
        let used = sessions.all.filter { $0.lastUse >= since || $0.hasConnection || $0.core.inFlightCount > 0 }.map(\.id)
        let ids = used + endpoint.posted.sse.ids + endpoint.posted.connections.ids
        if !ids.isEmpty { store.touch(ids) }
    }
}
