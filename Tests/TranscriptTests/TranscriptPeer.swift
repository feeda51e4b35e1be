import MCPCore

/// A client that transcripts speak through, whatever carries what it says.
protocol TranscriptPeer: Sendable {
    func send(_ text: String) throws

    /// The next message of the server.
    func next() async throws -> JSON

    /// What has come and was not read.
    var unread: [JSON] { get }

    /// Nothing will come any more: whoever waits for it waits in vain.
    func giveUp()
}
