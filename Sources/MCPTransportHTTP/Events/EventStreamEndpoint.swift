internal import MCPCore

/// `GET /events/stream`: events as they happen, and those that were missed first.
struct EventStreamEndpoint {
    let endpoint: Endpoint
    let service: EventService
    let request: HTTPRequest
    let fields: RequestFields
    let principal: Principal
    let responder: any HTTPResponder
    let headers: HTTPHeaders

    func get() -> (any HTTPExchange)? {
        guard service.events.mayWatch(principal) else { return refuse(403, "You may not watch events") }
        guard fields.accept.eventStream else { return refuse(406, "Accept must name text/event-stream") }
        let wish: EventWish
        do throws(EventLogError) {
            let query = try EventQuery(request.query, limits: service.events.limits)
            let last = lastEventID
            wish = EventWish(
                name: principal.id, filter: query.filter, batching: query.batching,
                // What we never sent is as good as forgotten: there is nothing that comes before it.
                after: last.map { EventPosition($0) ?? EventPosition(0) })
        } catch {
            return refuse(400, error.message)
        }
        guard endpoint.calls.isOpen else { return refuse(503, "The server is shutting down", retryAfter: 1) }
        guard endpoint.hasRoomForStream, service.enter(principal) else { return refuse(429, "Too many streams", retryAfter: 5) }
        let feed = EventFeed(isBatched: wish.batching != nil)
        guard let subscription = service.events.broadcaster.subscribe(wish, sink: feed) else {
            service.leave(principal, nil)
            return refuse(503, "The server is shutting down", retryAfter: 1)
        }
        let stream = endpoint.openStream(
            responder, headers: headers, keepAlive: { feed.keepAlive($0, subscription) },
            onEnd: { [service, principal] stream in
                service.leave(principal, stream)
                subscription.cancel()
            })
        feed.open(stream)
        guard service.opened(stream) else {
            stream.sendAway(retry: EventFeed.retry())
            return nil
        }
        // Who loses the connection before the first event has a place to come back to.
        if wish.position == nil, let position = subscription.position { stream.settle(stream.push(EventFeed.mark(position))) }
        subscription.start()
        return StreamExchange(stream)
    }

    /// As browsers send it, or as pages do that open a stream anew.
    private var lastEventID: String? {
        let text = request.headers[known: "last-event-id"] ?? Query.value(of: "last_event_id", in: request.query)
        return text.flatMap { $0.isEmpty ? nil : $0 }
    }

    private func refuse(_ status: Int, _ message: String, retryAfter seconds: Int? = nil) -> (any HTTPExchange)? {
        responder.refuse(status, message, seconds.map { headers.adding("retry-after", String($0)) } ?? headers)
        return nil
    }
}
