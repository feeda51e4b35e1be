internal import MCPCore
internal import Synchronization

/// What the event endpoints of one handler share: who watches, and which signatures were seen.
final class EventService: Sendable {
    private struct State {
        var streams: [ObjectIdentifier: EventStream] = [:]
        var countByPrincipal: [String: Int] = [:]
        var count = 0
        var isClosed = false
    }

    let events: HTTPEvents
    let webhooks: WebhookGuard?
    private let state = Mutex(State())

    init(_ events: HTTPEvents, wallClock: @escaping @Sendable () -> Duration = { WallClock.now }) {
        self.events = events
        webhooks =
            events.webhookSecrets.isEmpty
            ? nil : WebhookGuard(events.webhookSecrets, limits: events.limits, wallClock: wallClock)
    }

    /// - Returns: false where there is no room for another stream.
    func enter(_ principal: Principal) -> Bool {
        state.withLock { state in
            guard !state.isClosed, state.count < events.limits.streams,
                state.countByPrincipal[principal.id, default: 0] < events.limits.streamsPerPrincipal
            else { return false }
            state.count += 1
            state.countByPrincipal[principal.id, default: 0] += 1
            return true
        }
    }

    func leave(_ principal: Principal, _ stream: EventStream?) {
        state.withLock { state in
            if let stream { state.streams[ObjectIdentifier(stream)] = nil }
            state.count -= 1
            let left = (state.countByPrincipal[principal.id] ?? 1) - 1
            state.countByPrincipal[principal.id] = left > 0 ? left : nil
        }
    }

    /// - Returns: false during a shutdown.
    func opened(_ stream: EventStream) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            // One that ended before it came here has left already.
            if !stream.isEnded { state.streams[ObjectIdentifier(stream)] = stream }
            return true
        }
    }

    /// Sends every reader away, and takes no more.
    func close() {
        let streams = state.withLock { state in
            state.isClosed = true
            return Array(state.streams.values)
        }
        for stream in streams { stream.sendAway(retry: EventFeed.retry()) }
    }
}
