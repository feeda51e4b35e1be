internal import MCPCore

/// The arguments of `add_ticket_history`.
struct NewHistory: Sendable {
    let ticket: TicketReference
    let body: String
    let kind: EntryKind
    let visibility: EntryVisibility?
    let occurredAt: TimeInput?
    let channel: Reference?
    let minutesSpent: Int?
    let status: Reference?
    let key: String?
    let isDryRun: Bool?

    static let schema = Schema<NewHistory>.object(
        required("ticket", "Id or number.", .ticket),
        required("body", .text(20_000)),
        defaulted("kind", "reply: to the customer.", .choice, .comment, as: "comment"),
        optional("visibility", "Default: internal; reply: public.", .choice),
        optional("occurred_at", "Default: now.", .time),
        optional("request_channel_id", "Also a key.", .reference),
        optional("minutes_spent", .integer(0...100_000).told(as: ["type": "integer"])),
        optional("status", "New status.", .reference),
        optional("idempotency_key", "", .idempotencyKey),
        optional("dry_run", "", .boolean),
        build: NewHistory.init
    ).acceptingShortNames(of: "request_channel_id")

    /// The body of `POST /tickets/{ref}/history`.
    func json(_ desk: Desk, _ principal: Principal) async throws(APIError) -> RawJSON {
        var resolver = ReferenceResolver(desk, principal)
        var json: JSONObject = ["body": .string(body), "kind": .string(kind.rawValue)]
        if kind == .internalNote, visibility == .public {
            resolver.refuse("visibility", "an internal note cannot be public; use kind reply or comment.", allowed: ["internal"])
        }
        json["visibility"] = visibility.map { .string($0.rawValue) }
        json["occurred_at"] = occurredAt.map { .string($0.start(in: desk.zone).text) }
        if let channel { json["request_channel_id"] = try await resolver.channel(channel, "request_channel_id").map { .id($0.id) } }
        json["minutes_spent"] = minutesSpent.map { .integer(Int64($0)) }
        if let status { json["status_id"] = try await resolver.status(status, "status").map { .id($0.id) } }
        try resolver.finish()
        return RawJSON(.object(json))
    }
}
