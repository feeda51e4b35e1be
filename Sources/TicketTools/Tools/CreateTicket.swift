internal import MCPCore

struct CreateTicket: WriteTool, TicketTool {
    static let name = "create_ticket"
    static let title: String? = "Create ticket"
    static let description =
        "Creates a ticket; each call makes a new one, so look for the same problem first. Ids or exact names."

    static let input = NewTicket.schema
    let desk: Desk

    func run(_ input: NewTicket, as principal: Principal) async throws(APIError) -> CreatedTicketOutput {
        let body = try await input.body(desk, principal)
        let response = try await desk.client.post(APIPath("tickets"), body, as: principal)
        if let events = desk.events { await events.tell(ChangeDrafts.created(response.body)) }
        return CreatedTicketOutput(try response.reading { json throws(APIError) in try Ticket(Node(json, "ticket")) }.summary)
    }
}

extension APIResponse {
    /// Reads what a change was answered with. Where that makes no sense, the change has been made all the same, most likely.
    func reading<Value>(_ decode: (JSON) throws(APIError) -> Value) throws(APIError) -> Value {
        do throws(APIError) {
            return try decode(body)
        } catch {
            var error = error
            error.status = status
            error.isOutcomeUnknown = true
            throw error
        }
    }
}
