internal import Synchronization

/// A change on its way to those who are told of it: what is the same for many of them is written once.
final class Announcement: Sendable {
    let change: SubscriptionHub.Change
    private let written = Mutex<[ProtocolRevision: RawMessage]>([:])

    init(_ change: SubscriptionHub.Change) {
        self.change = change
    }

    func message(for outlet: SubscriptionOutlet) -> RawMessage {
        // Whose messages name their subscription, shares them with nobody.
        guard case .request = outlet.origin else { return outlet.message(change.notification) }
        return written.withLock { written in
            if let message = written[outlet.codec.revision] { return message }
            let message = outlet.message(change.notification)
            written[outlet.codec.revision] = message
            return message
        }
    }
}

extension SubscriptionHub.Change {
    fileprivate var notification: ServerNotification {
        switch self {
        case .list(let list): .listChanged(list)
        case .resource(let uri): .resourceUpdated(uri: uri)
        case .task(let record): .task(record)
        }
    }
}
