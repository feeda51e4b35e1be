public import MCPCore

/// A client in the same process: what it sends goes straight into the server, and what the server sends is read from an inbox.
///
/// ```swift
/// let peer = InProcessPeer(server)
/// try await peer.open(.v2025_11_25)
/// let result = try await peer.call("shout", ["text": "hello"])
/// ```
public final class InProcessPeer: Sendable {
    public let inbox = MessageInbox()
    public let session: Session
    private let receiver: any MessageReceiver
    private let peer: Peer
    private let wire: WireCheck?
    private let outlet: any MessageOutlet

    /// - Parameter wire: reads along, if it is there.
    public init(_ receiver: any MessageReceiver, principal: Principal = .anonymous, wire: WireCheck? = nil) {
        self.receiver = receiver
        self.wire = wire
        session = Session(id: "in-process", principal: principal)
        peer = Peer(principal: principal, session: session)
        outlet = if let wire { CheckedOutlet(inbox, wire) } else { inbox }
    }

    /// Sends one message as it is written.
    /// - Returns: the call that it started, if it did.
    @discardableResult
    public func send(_ text: String, completion: @escaping @Sendable () -> Void = {}) -> Call? {
        let message = RawMessage(text)
        wire?.clientSends(message.bytes)
        let call = receiver.receive(Exchange(message: message, peer: peer, outlet: outlet))
        call?.start(completion)
        return call
    }

    /// The next message from the server.
    public func next() async throws -> JSON {
        guard let message = try await inbox.next() else { throw TransportError(.closed, "the server sends nothing more") }
        return try JSON(parsing: message.bytes)
    }

    /// Sends a request and reads the next message.
    public func request(_ method: String, _ params: JSON = [:], id: JSON = 1) async throws -> JSON {
        send(JSON.object(["jsonrpc": "2.0", "id": id, "method": .string(method), "params": params]).text)
        return try await next()
    }

    /// Opens a session of the legacy era.
    public func open(_ revision: ProtocolRevision) async throws {
        let reply = try await request(
            "initialize",
            [
                "protocolVersion": .string(revision.name), "capabilities": [:],
                "clientInfo": ["name": "in-process", "version": "1"],
            ], id: "open")
        guard reply["result"]?["protocolVersion"]?.string == revision.name else {
            throw TransportError(.system, "not opened: \(reply.text)")
        }
        send(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)
    }

    /// Calls a tool in the open session.
    /// - Returns: the `result`.
    public func call(_ tool: String, _ arguments: JSON = [:]) async throws -> JSON {
        let reply = try await request("tools/call", ["name": .string(tool), "arguments": arguments])
        guard let result = reply["result"] else { throw TransportError(.system, reply.text) }
        return result
    }
}
