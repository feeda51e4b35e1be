internal import MCPCore
internal import Synchronization

/// The sessions of one handler, by id.
final class SessionTable: Sendable {
    enum Opening {
        case opened(HTTPSession)
        case full
        case tooManyForPrincipal
    }

    private struct State {
        var sessions: [String: HTTPSession] = [:]
        var countByPrincipal: [String: Int] = [:]
        var nextSweep = Duration.zero
    }

    private let limits: HTTPLimits
    private let time: any TimeSource
    private let state = Mutex(State())

    init(limits: HTTPLimits, time: any TimeSource) {
        self.limits = limits
        self.time = time
    }

    var count: Int { state.withLock { $0.sessions.count } }

    /// Makes a session with an id that nobody can guess. Where there is no room, idle ones make it.
    func open(for principal: Principal) -> Opening {
        if let refusal = refusal(of: principal) {
            endIdle()
            if self.refusal(of: principal) != nil { return refusal }
        }
        let session = HTTPSession(Session(id: RandomID.make(), principal: principal), limits: limits, now: time.now)
        session.core.attach(CommonStream(session))
        state.withLock { state in
            state.sessions[session.id] = session
            state.countByPrincipal[principal.id, default: 0] += 1
        }
        return .opened(session)
    }

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
        for session in state.withLock({ Array($0.sessions.values) }) where session.isIdle(now) { end(session) }
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
        for session in state.withLock({ Array($0.sessions.values) }) { end(session) }
    }

    private func refusal(of principal: Principal) -> Opening? {
        state.withLock { state in
            if state.sessions.count >= limits.sessions { return .full }
            if state.countByPrincipal[principal.id, default: 0] >= limits.sessionsPerPrincipal { return .tooManyForPrincipal }
            return nil
        }
    }
}
