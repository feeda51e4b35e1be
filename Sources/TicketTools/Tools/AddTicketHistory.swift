internal import MCPCore

struct AddTicketHistory: WriteTool, TicketTool {
    static let name = "add_ticket_history"
    static let description =
        "Adds an entry to a ticket's history, as the signed-in user. It cannot be changed later."
    // A reply may be sent to people outside.
    static let annotations = ToolAnnotations(readOnly: false, destructive: false, idempotent: false, openWorld: true)

    static let input = NewHistory.schema
    let desk: Desk

    func run(_ input: NewHistory, as principal: Principal) async throws(APIError) -> HistoryAddedOutput {
        let json = try await input.json(desk, principal)
        let key = IdempotencyKey(input.key, for: principal, Self.name)
        return try await desk.writing(key, to: input.ticket.historyPath) { () async throws(APIError) in
            let options = WriteOptions(key: key, isDryRun: input.isDryRun == true)
            let response = try await desk.client.post(input.ticket.historyPath, json, options, as: principal)
            if let events = desk.events, !options.isDryRun { await events.tell(ChangeDrafts.added(response.body)) }
            let addition = try response.reading { json throws(APIError) in try HistoryAddition(Node(json, "history")) }
            return HistoryAddedOutput(addition, ticket: input.ticket)
        }
    }
}
