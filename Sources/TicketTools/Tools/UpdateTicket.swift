internal import MCPCore

struct UpdateTicket: WriteTool, TicketTool {
    static let name = "update_ticket"
    static let description =
        "Changes fields of a ticket. An old expected_version is refused, with what others changed since."
    // It overwrites what was there.
    static let isDestructive = true

    static let input = TicketUpdate.schema
    let desk: Desk

    func run(_ input: TicketUpdate, as principal: Principal) async throws(APIError) -> TicketUpdateOutput {
        let body = try await input.body(desk, principal)
        let options = WriteOptions(key: IdempotencyKey(nil, for: principal, Self.name), isDryRun: input.isDryRun == true)
        do throws(APIError) {
            let response = try await desk.client.patch(input.ticket.path, body, ifMatch: input.version, options, as: principal)
            if let events = desk.events, !options.isDryRun {
                await events.tell(ChangeDrafts.changed(response.body, hasComment: input.comment != nil))
            }
            let change = try response.reading { json throws(APIError) in try TicketChange(Node(json, "change")) }
            return TicketUpdateOutput(change, expected: input.version)
        } catch {
            var error = error
            if case .exactly(let version) = input.version { error.expectedVersion = version }
            throw error
        }
    }
}
