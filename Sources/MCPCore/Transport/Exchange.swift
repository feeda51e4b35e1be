/// One message as it arrived, with its sender and its own way back.
public struct Exchange: Sendable {
    public let message: RawMessage
    public let peer: Peer
    public let outlet: any MessageOutlet
    /// The message as its transport has read it already, for transports that must look into it.
    package let envelope: Envelope?

    public init(message: RawMessage, peer: Peer, outlet: any MessageOutlet) {
        self.init(message: message, envelope: nil, peer: peer, outlet: outlet)
    }

    package init(message: RawMessage, envelope: Envelope?, peer: Peer, outlet: any MessageOutlet) {
        self.message = message
        self.envelope = envelope
        self.peer = peer
        self.outlet = outlet
    }
}
