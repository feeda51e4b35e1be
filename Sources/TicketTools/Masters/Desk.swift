internal import MCPCore

/// What every tool works with.
struct Desk: Sendable {
    let client: APIClient
    let masters: Masters
    let configuration: TicketConfiguration
    /// Told of what the tools change; nil where nobody wants to know.
    let events: TicketEvents?

    init(client: APIClient, configuration: TicketConfiguration, events: TicketEvents? = nil, time: any TimeSource) {
        self.client = client
        self.configuration = configuration
        self.events = events
        masters = Masters(client: client, limits: configuration.limits, time: time)
        events?.attach(masters)
    }

    var zone: ZoneOffset { configuration.zone }
}
