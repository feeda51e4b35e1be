internal import MCPCore

struct CreateTicket: WriteTool, TicketTool {
    static let name = "create_ticket"
    static let description =
        "Creates a ticket; each call makes a new one, so look for the same problem first. Ids or exact names."

    static let input = NewTicket.schema
    let desk: Desk

    func run(_ input: NewTicket, as principal: Principal) async throws(APIError) -> CreatedTicketOutput {
        let body = try await input.body(desk, principal)
        let key = IdempotencyKey(input.key, for: principal, Self.name)
        return try await desk.writing(key, to: APIPath("tickets")) { () async throws(APIError) in
            let options = WriteOptions(key: key, isDryRun: input.isDryRun == true)
            let response = try await desk.client.post(APIPath("tickets"), body, options, as: principal)
            if let events = desk.events, !options.isDryRun { await events.tell(ChangeDrafts.created(response.body)) }
            return try response.reading { json throws(APIError) in try CreatedTicketOutput(Node(json, "ticket"), options) }
        }
    }
}

extension Desk {
    /// A change that can be asked for again: where nobody knows what became of it, the error names its key.
    func writing<Value>(_ key: IdempotencyKey, to path: APIPath, _ work: () async throws(APIError) -> Value) async throws(APIError) -> Value
    {
        do throws(APIError) {
            return try await work()
        } catch {
            var error = error
            if error.isOutcomeUnknown, client.heedsKeys(on: path) { error.repeatKey = key.name }
            throw error
        }
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
