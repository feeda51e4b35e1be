/// Names a stream of a session. Numbers are unlike in all instances.
public struct StreamName: Sendable, Hashable {
    public let session: String
    public let number: Int

    public init(session: String, number: Int) {
        self.session = session
        self.number = number
    }
}

/// What a stream is for, and who writes it.
public struct StreamDescription: Sendable, Hashable {
    /// The only one that appends to it.
    public let writer: InstanceID
    /// The JSON-RPC id of the request whose reply ends it, as JSON; nil for a stream of no request.
    public let request: RawJSON?

    public init(writer: InstanceID, request: RawJSON?) {
        self.writer = writer
        self.request = request
    }
}

/// A message on a stream.
public struct StreamEvent: Sendable, Hashable {
    /// From 1, without holes.
    public let sequence: Int
    /// One JSON-RPC message.
    public let message: [UInt8]
    /// The reply: nothing comes after it.
    public let isLast: Bool
    /// Some connection has taken it already.
    public let isDelivered: Bool

    public init(sequence: Int, message: [UInt8], isLast: Bool, isDelivered: Bool) {
        self.sequence = sequence
        self.message = message
        self.isLast = isLast
        self.isDelivered = isDelivered
    }
}

/// The part of a stream that came after an event.
public struct StreamPart: Sendable {
    public let description: StreamDescription
    public let events: [StreamEvent]
    /// Some of what came after the event is not kept any more.
    public let isGap: Bool

    public init(_ description: StreamDescription, _ events: [StreamEvent], isGap: Bool) {
        self.description = description
        self.events = events
        self.isGap = isGap
    }
}
