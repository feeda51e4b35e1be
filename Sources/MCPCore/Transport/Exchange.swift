/// One message as it arrived, with its sender and its own way back.
public struct Exchange: Sendable {
    public let message: RawMessage
    public let peer: Peer
    public let outlet: any MessageOutlet

    public init(message: RawMessage, peer: Peer, outlet: any MessageOutlet) {
        self.message = message
        self.peer = peer
        self.outlet = outlet
    }
}
