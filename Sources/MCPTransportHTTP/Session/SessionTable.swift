internal import MCPCore
internal import Synchronization

/// The sessions of one handler, by id.
final class SessionTable: Sendable {
    enum Opening {
        case opened(HTTPSession)
        case full
        case tooManyForPrincipal
    }

    fileprivate struct State {
        var sessions: [String: HTTPSession] = [:]
        var countByPrincipal: [String: Int] = [:]
        var nextSweep = Duration.zero
    }

    private let limits: HTTPLimits
    private let time: any TimeSource
    private let store: (any SessionStore)?
    private let state = Mutex(State())

    /// - Parameter store: what instances share, if they do: what is in the table are then those sessions that were used here lately.
    init(limits: HTTPLimits, time: any TimeSource, store: (any SessionStore)? = nil) {
        self.limits = limits
        self.time = time
        self.store = store
    }

    var count: Int { state.withLock { $0.sessions.count } }
    var all: [HTTPSession] { state.withLock { Array($0.sessions.values) } }

    /// Makes a session with an id that nobody can guess. Where there is no room, idle ones make it.
    func open(for principal: Principal) -> Opening {
        if let refusal = refusal(of: principal) {
            endIdle()
            if self.refusal(of: principal) != nil { return refusal }
        }
        let session = HTTPSession(Session(id: RandomID.make(), principal: principal), limits: limits, now: time.now, store: store)
        state.withLock { $0.add(session) }
        return .opened(session)
    }

    /// Takes in a session that another instance has opened.
    /// - Parameter make: makes it, unless it is here by now.
    /// - Returns: nil where there is no room.
    func adopt(_ id: String, _ make: () -> HTTPSession?) -> HTTPSession? {
        if count >= limits.sessions { makeRoom() }
        guard count < limits.sessions, let session = make() else { return nil }
        let known = state.withLock { state -> HTTPSession? in
            if let known = state.sessions[id] { return known }
            state.add(session)
            return nil
        }
        guard let known else { return session }
        session.end()
        return known
    }

    /// Ends some of the sessions that are at home elsewhere and can be asked for again: those that were not used for longest.
    private func makeRoom() {
        endIdle()
        let guests = all.filter { !$0.isHome && !$0.hasConnection && $0.core.inFlightCount == 0 }.map { (session: $0, lastUse: $0.lastUse) }
        for guest in guests.sorted(by: { $0.lastUse < $1.lastUse }).prefix(max(1, limits.sessions / 10)) { end(guest.session) }
    }

    /// Whoever it belongs to: for what other instances tell.
    func session(_ id: String) -> HTTPSession? { state.withLock { $0.sessions[id] } }

    /// - Returns: nil for an id that nobody has, and for somebody else's: who tries ids must not learn which exist.
    func session(_ id: String, of principal: Principal) -> HTTPSession? {
        guard let session = state.withLock({ $0.sessions[id] }), session.core.principal.id == principal.id else { return nil }
        session.touch(time.now)
        return session
    }

    func end(_ session: HTTPSession) {
        let isKnown = state.withLock { state in
            guard state.sessions.removeValue(forKey: session.id) != nil else { return false }
            let principal = session.core.principal.id
            let left = (state.countByPrincipal[principal] ?? 1) - 1
            state.countByPrincipal[principal] = left > 0 ? left : nil
            return true
        }
        if isKnown { session.end() }
    }

    func endIdle() {
        let now = time.now
        for session in all where session.isIdle(now) { end(session) }
    }

    /// Ends idle sessions now and then.
    func tick(_ now: Duration) {
        let isDue = state.withLock { state in
            guard now >= state.nextSweep else { return false }
            state.nextSweep = now + min(.seconds(30), limits.sessionIdleTime)
            return true
        }
        if isDue { endIdle() }
    }

    func endAll() {
        for session in all { end(session) }
    }

    private func refusal(of principal: Principal) -> Opening? {
        state.withLock { state in
            if state.sessions.count >= limits.sessions { return .full }
            if state.countByPrincipal[principal.id, default: 0] >= limits.sessionsPerPrincipal { return .tooManyForPrincipal }
            return nil
        }
    }
}

extension SessionTable.State {
    fileprivate mutating func add(_ session: HTTPSession) {
        sessions[session.id] = session
        countByPrincipal[session.core.principal.id, default: 0] += 1
    }
}
