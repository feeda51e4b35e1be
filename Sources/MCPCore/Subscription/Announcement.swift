internal import Synchronization

/// A change on its way to those who are told of it: what is the same for many of them is written once.
final class Announcement: Sendable {
    let change: SubscriptionHub.Change
    /// Names the change to direct lines; zero where they are not used.
    let topic: UInt64
    private let written = Mutex<[ProtocolRevision: Written]>([:])

    private struct Written {
        var shared: RawMessage?
        var apart: SubscriptionMessage?
    }

    init(_ change: SubscriptionHub.Change, topic: UInt64 = 0) {
        self.change = change
        self.topic = topic
    }

    func message(for outlet: SubscriptionOutlet) -> RawMessage {
        switch outlet.origin {
        case .request: shared(outlet.codec)
        case .subscription(let id): apart(outlet.codec)?.message(of: id) ?? outlet.message(change.notification)
        case .task: outlet.message(change.notification)
        }
    }

    /// For all who do not name their subscription.
    func shared(_ codec: any WireCodec) -> RawMessage {
        written.withLock { written in
            if let message = written[codec.revision]?.shared { return message }
            let message = codec.lower(change.notification, of: .request)
            written[codec.revision, default: Written()].shared = message
            return message
        }
    }

    /// For all who name it. Nil where its id does not stand in the message once.
    func apart(_ codec: any WireCodec) -> SubscriptionMessage? {
        written.withLock { written in
            if let message = written[codec.revision]?.apart { return message }
            let message = SubscriptionMessage { codec.lower(change.notification, of: .subscription($0)) }
            written[codec.revision, default: Written()].apart = message
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
