internal import MCPCore

struct UpdateTicket: WriteTool, TicketTool {
    static let name = "update_ticket"
    static let title: String? = "Change ticket"
    static let description =
        "Changes fields of a ticket. An old expected_version is refused, with what others changed since."
    // It overwrites what was there.
    static let isDestructive = true

    static let input = TicketUpdate.schema
    let desk: Desk

    func run(_ input: TicketUpdate, as principal: Principal) async throws(APIError) -> TicketUpdateOutput {
        let body = try await input.body(desk, principal)
        let response = try await desk.client.patch(input.ticket.path, body, ifMatch: input.version, as: principal)
        if let events = desk.events { await events.tell(ChangeDrafts.changed(response.body, hasComment: input.comment != nil)) }
        return TicketUpdateOutput(try response.reading { json throws(APIError) in try TicketChange(Node(json, "change")) })
    }
}
