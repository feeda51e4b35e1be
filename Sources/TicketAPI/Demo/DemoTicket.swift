/// A demo ticket with everything that happened to it.
public struct DemoTicket: Sendable, Equatable {
    public let ticket: Ticket
    public let history: [HistoryEntry]
}
