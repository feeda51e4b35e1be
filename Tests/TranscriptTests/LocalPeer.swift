import MCPCore
import MCPTesting

/// A client in the same process, with nothing in between.
struct LocalPeer: TranscriptPeer {
    private let peer: InProcessPeer

    init(_ server: MCPServer) {
        let wire = WireCheck.recording()
        peer = InProcessPeer(server, wire: wire)
        peer.session.attach(CheckedOutlet(peer.inbox, wire))
    }

    func send(_ text: String) { peer.send(text) }
    func next() async throws -> JSON { try await peer.next() }
    var unread: [JSON] { peer.inbox.unread.map { JSON(sent: $0.bytes) } }
    func giveUp() { peer.inbox.close() }
}
