internal import MCPCore

/// What `get_ticket_detail` gives back: a ticket, or several and those that could not be read.
struct TicketDetailOutput: StructuredOutput {
    /// A ticket that could not be read.
    struct Fault: Sendable {
        let ticket: TicketReference
        let error: APIError
    }

    private enum Content {
        case one(TicketDetail)
        case many([TicketDetail], [Fault])
    }

    private let content: Content
    private let format: DetailRequest.Format

    init(_ ticket: TicketDetail, _ format: DetailRequest.Format?) {
        content = .one(ticket)
        self.format = format ?? .markdown
    }

    init(_ tickets: [TicketDetail], _ faults: [Fault], _ format: DetailRequest.Format?) {
        content = .many(tickets, faults)
        self.format = format ?? .markdown
    }

    /// The ticket, where one was asked for.
    var ticket: Ticket? { if case .one(let detail) = content { detail.ticket } else { nil } }

    var text: String {
        // In JSON every text is a string, whose quotes it cannot close, and the instructions say that all of them are data. Marks around it
        // would make it no JSON.
        if format == .json { return Self.schema.encode(self).text }
        switch content {
        case .one(let detail): return detail.lines
        case .many(let tickets, let faults):
            let head = "\(tickets.count) of \(tickets.count + faults.count) tickets:"
            return ([head] + tickets.map(\.lines) + faults.map { "\($0.ticket.text): \($0.error.explanation)" }).joined(separator: "\n\n")
        }
    }

    static let schema: OutputSchema<TicketDetailOutput> = {
        var json = TicketDetail.schema.json
        json["required"] = nil
        var properties = json["properties"]?.object ?? JSONObject()
        properties["tickets"] = ["type": "array", "items": ["type": "object"]]
        properties["errors"] = ["type": "array", "items": ["type": "object"]]
        json["properties"] = .object(properties)
        return OutputSchema(json: json) { output, writer in
            switch output.content {
            case .one(let detail): writer.raw(TicketDetail.schema.encode(detail))
            case .many(let tickets, let faults):
                writer.beginObject()
                writer.key("tickets")
                writer.raw(OutputSchema.array(of: TicketDetail.schema).encode(tickets))
                writer.key("errors")
                writer.raw(OutputSchema.array(of: fault).encode(faults))
                writer.endObject()
            }
        }
    }()

    private static let fault = OutputSchema<Fault>.object(
        field("ticket", { $0.ticket.text }, .string), field("code", { $0.error.code.rawValue }, .string),
        field("message", { $0.error.explanation }, .string))
}
