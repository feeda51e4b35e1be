public import MCPCore

/// An outlet whose messages a check reads along, each before it goes on.
public struct CheckedOutlet: MessageOutlet {
    private let outlet: any MessageOutlet
    private let wire: WireCheck

    public init(_ outlet: any MessageOutlet, _ wire: WireCheck) {
        self.outlet = outlet
        self.wire = wire
    }

    public func send(_ message: RawMessage, as role: MessageRole) async throws(TransportError) {
        wire.serverSends(message.bytes)
        try await outlet.send(message, as: role)
    }

    public func release(retryAfter time: Duration) async {
        await outlet.release(retryAfter: time)
    }
}
