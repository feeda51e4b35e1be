/// What came, or would come, of a request for a new ticket.
public struct Creation: Sendable {
    public let ticket: Ticket
    /// Tickets that may be about the same thing, newest first.
    public let duplicates: [Ticket]
    public let workflow: Workflow
}

/// What came, or would come, of a change.
public struct Change: Sendable {
    public let ticket: Ticket
    public let changes: [FieldChange]
    public let workflow: Workflow
}

/// What came, or would come, of an addition to a history.
public struct Addition: Sendable {
    public let ticket: Ticket
    public let entry: HistoryEntry
}

/// The ticket has moved on since the version that the caller read.
public struct VersionConflict: Error, Sendable {
    /// As it is now.
    public let ticket: Ticket
    public let workflow: Workflow
    /// The versions that the caller would have changed.
    public let expected: String
    /// What has happened since, oldest first.
    public let since: [HistoryEntry]
}
