/// The body of `POST /tickets/{ref}/history`, read but not yet checked against the store.
public struct NewHistory: Sendable {
    public let body: String
    public let kind: HistoryEntry.Kind
    public let visibility: HistoryEntry.Visibility
    public let occurredAt: Instant?
    public let requestChannelID: Int?
    public let minutesSpent: Int?
    /// Id or key.
    public let statusID: String?
    /// What is wrong with the body itself; reported together with references that do not exist.
    public let faults: [FieldError]

    init(_ value: JSONValue) throws(Problem) {
        var reader = try BodyReader(value)
        body = reader.text("body", 1...Limits.longText, multiline: true).given ?? ""
        if value["body"] == nil { reader.fault("body", "required", "body is required.") }
        let kind = reader.choice("kind", HistoryEntry.Kind.writable.map { ($0.rawValue, $0) }).given ?? .comment
        let visibility = reader.choice("visibility", HistoryEntry.Visibility.allCases.map { ($0.rawValue, $0) }).given
        if kind == .internalNote, visibility == .public {
            reader.fault("visibility", "conflict", "An internal note cannot be public.", allowed: ["internal"])
        }
        self.kind = kind
        self.visibility = visibility ?? (kind == .reply ? .public : .internal)
        occurredAt = reader.time("occurred_at").given
        requestChannelID = reader.integer("request_channel_id").given
        minutesSpent = reader.integer("minutes_spent", in: 0...Limits.minutesSpent).given
        statusID = reader.status("status_id").given
        faults = reader.finish()
    }
}
