internal import Synchronization

/// A change on its way to those who are told of it: what is the same for many of them is written once.
final class Announcement: Sendable {
    let change: SubscriptionHub.Change
    private let written = Mutex<[ProtocolRevision: Written]>([:])

    private struct Written {
        /// For all who do not name their subscription.
        var shared: RawMessage?
        var apart: SubscriptionMessage?
    }

    init(_ change: SubscriptionHub.Change) {
        self.change = change
    }

    func message(for outlet: SubscriptionOutlet) -> RawMessage {
        switch outlet.origin {
        case .request: shared(outlet)
        case .subscription(let id): apart(outlet)?.message(of: id) ?? outlet.message(change.notification)
        case .task: outlet.message(change.notification)
        }
    }

    private func shared(_ outlet: SubscriptionOutlet) -> RawMessage {
        written.withLock { written in
            if let message = written[outlet.codec.revision]?.shared { return message }
            let message = outlet.message(change.notification)
            written[outlet.codec.revision, default: Written()].shared = message
            return message
        }
    }

    private func apart(_ outlet: SubscriptionOutlet) -> SubscriptionMessage? {
        written.withLock { written in
            if let message = written[outlet.codec.revision]?.apart { return message }
            let message = SubscriptionMessage { outlet.codec.lower(change.notification, of: .subscription($0)) }
            written[outlet.codec.revision, default: Written()].apart = message
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
