internal import MCPCore

/// `GET /events/debug`: who watches, what was told, and who cannot keep up.
struct EventDebugEndpoint {
    let service: EventService
    let principal: Principal
    let responder: any HTTPResponder
    let headers: HTTPHeaders

    func get() {
        guard service.events.isAdmin(principal) else { return responder.refuse(403, "This is for administrators", headers) }
        let statistics = service.events.broadcaster.statistics
        responder.respond(json: 200, headers.adding("cache-control", "no-store")) { writer in
            writer.beginObject()
            writer.number("clients", statistics.clients.count)
            writer.number("streams_opened", statistics.subscriptions)
            writer.number("overflows", statistics.overflows)
            writer.number("events_told", statistics.told)
            writer.number("events_known", statistics.known)
            writer.number("events_sent", statistics.sent)
            writer.key("last_event")
            if let time = statistics.lastEvent { writer.string(WallClock.timestamp(time)) } else { writer.null() }
            writer.key("position")
            if let position = statistics.position { writer.string(position.text) } else { writer.null() }
            writer.key("streams")
            writer.beginArray()
            for client in statistics.clients.prefix(service.events.limits.listedClients) { writer.client(client) }
            writer.endArray()
            writer.key("ended")
            writer.beginArray()
            for departure in statistics.departures { writer.departure(departure) }
            writer.endArray()
            writer.endObject()
        }
    }
}

extension JSONWriter {
    fileprivate mutating func number(_ key: String, _ value: Int) {
        self.key(key)
        integer(Int64(value))
    }

    fileprivate mutating func text(_ key: String, _ value: String) {
        self.key(key)
        string(value)
    }

    fileprivate mutating func client(_ client: EventStatistics.Client) {
        beginObject()
        text("name", client.name)
        text("filter", client.filter)
        text("state", client.isLive ? "live" : "catching up")
        number("age_ms", Int(client.age / .milliseconds(1)))
        number("sent", client.sent)
        number("queued", client.queued)
        number("lag_ms", Int(client.lag / .milliseconds(1)))
        if let position = client.position { text("position", position.text) }
        endObject()
    }

    fileprivate mutating func departure(_ departure: EventStatistics.Departure) {
        beginObject()
        text("name", departure.name)
        text("reason", departure.end.rawValue)
        number("sent", departure.sent)
        number("dropped", departure.dropped)
        number("ago_ms", Int(departure.age / .milliseconds(1)))
        endObject()
    }
}
