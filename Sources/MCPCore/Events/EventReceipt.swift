/// What a log did with an event.
public enum EventReceipt: Sendable, Hashable {
    case accepted(EventPosition)
    /// An event with the same key was told before; nobody is told again.
    case known

    /// Of an event that was accepted.
    public var position: EventPosition? { if case .accepted(let position) = self { position } else { nil } }
}
