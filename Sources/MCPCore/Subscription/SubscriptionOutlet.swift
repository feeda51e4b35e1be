/// How a subscription reaches its client.
struct SubscriptionOutlet: Sendable {
    let codec: any WireCodec
    let origin: NotificationOrigin
    /// Where it is offered messages best; see ``MessageOutlet/executor``.
    let executor: @Sendable () -> (any TaskExecutor)?
    /// Makes its direct line, if it has one.
    var openLine: @Sendable () -> DirectLine? = { nil }
    /// Takes a message if that takes no waiting.
    let offer: @Sendable (RawMessage) -> Bool
    /// Suspends while the client is slow; throws once it is gone.
    let send: @Sendable (RawMessage) async throws(TransportError) -> Void

    func message(_ notification: ServerNotification) -> RawMessage {
        codec.lower(notification, of: origin)
    }
}

extension SubscriptionOutlet {
    /// Of a session (legacy era).
    init(_ outlet: any MessageOutlet, _ codec: LegacyCodec) {
        self.init(
            codec: codec, origin: .request, executor: { outlet.executor }, openLine: { (outlet as? any DirectOutlet)?.openLine() },
            offer: { outlet.offer($0, as: .related) },
            send: { message throws(TransportError) in try await outlet.send(message, as: .related) })
    }

    /// Of a request that stays open (modern era).
    init(_ relay: Relay, _ codec: any WireCodec, _ id: RequestID) {
        self.init(
            codec: codec, origin: .subscription(id), executor: { relay.executor }, openLine: { relay.openLine() },
            offer: { relay.offer($0) },
            send: { message throws(TransportError) in
                guard await relay.send(message) else { throw TransportError(.closed, "the client is gone") }
            })
    }
}
