internal import MCPCore

/// What every tool works with.
struct Desk: Sendable {
    let client: APIClient
    let masters: Masters
    let configuration: TicketConfiguration

    init(client: APIClient, configuration: TicketConfiguration, time: any TimeSource) {
        self.client = client
        self.configuration = configuration
        masters = Masters(client: client, limits: configuration.limits, time: time)
    }

    var zone: ZoneOffset { configuration.zone }
}
