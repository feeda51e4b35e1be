/// Takes events from those who make them, such as tools after a change.
public protocol EventPublisher: Sendable {
    /// Hands events over, in their order. Returns when the log has them; whoever is told of them may be told later.
    /// - Returns: a receipt for each.
    /// - Throws: ``EventLogError``; events before the one that failed may have been taken. To hand over the same again is safe where events
    ///   have keys.
    @discardableResult
    func publish(_ drafts: [EventDraft]) async throws(EventLogError) -> [EventReceipt]
}

extension EventPublisher {
    @discardableResult
    public func publish(_ draft: EventDraft) async throws(EventLogError) -> EventReceipt {
        try await publish([draft])[0]
    }
}
