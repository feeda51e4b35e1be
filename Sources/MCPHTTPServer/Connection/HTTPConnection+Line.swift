internal import MCPCore
internal import NIOCore
internal import Synchronization

/// The direct line: what is told to many goes to the socket by itself, as long as nothing else of the connection is on its way there.
extension HTTPConnection {
    /// On any thread.
    func openLine(_ number: UInt64) -> DirectLine? {
        guard isPlain else { return nil }
        let line = DirectLine()
        return post(.open(line), of: number) == nil ? nil : line
    }

    func attach(_ line: DirectLine) {
        guard self.line == nil, let socket else { return }
        line.handle = socket.handle
        line.owner = self
        self.line = line
        outbox.withLock { $0.attach(line) }
        settleLine()
    }

    /// The line is free while nothing waits.
    func settleLine() {
        if channelWrites == 0, outgoing == nil, socket != nil { line?.lower(.output) }
    }

    /// Before the socket is somebody else's, and before another response.
    func dropLine() {
        line?.raise(.closed)
        line?.owner = nil
        line = nil
    }

    /// Takes what the socket did not take of a message over the line.
    func goOn(_ rest: UnsafeRawBufferPointer) {
        outbox.withLock { $0.add(rest.count) }
        withOutgoing { $0.writeBytes(rest) }
        outgoingBodyBytes += rest.count
        flushIfDue()
    }
}
