extension MCPServer {
    /// Has those told who watch resources (`resources/subscribe`, `subscriptions/listen`), for every event from now on.
    /// - Parameter resources: URIs that change with an event, beside those that it names itself.
    /// - Returns: the way to end it; nil once the broadcaster is closed.
    @discardableResult
    public func announceUpdates(
        of broadcaster: EventBroadcaster, resources: @escaping @Sendable (EventDraft) -> [String] = { _ in [] }
    ) -> EventSubscription? {
        var wish = EventWish(name: "resources")
        wish.isHidden = true
        let subscription = broadcaster.subscribe(wish, sink: ResourceAnnouncer(server: self, resources: resources))
        subscription?.start()
        return subscription
    }
}

private struct ResourceAnnouncer: EventSink {
    let server: MCPServer
    let resources: @Sendable (EventDraft) -> [String]

    func take(_ events: [ServerEvent]) -> EventUptake {
        // Who watches a resource is told that it changed, not how often.
        var changed: [String] = []
        for event in events {
            for uri in event.draft.resources + resources(event.draft) where !changed.contains(uri) { changed.append(uri) }
        }
        for uri in changed { server.announceUpdate(ofResource: uri) }
        return .taken
    }
}
