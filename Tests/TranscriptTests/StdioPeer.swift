import Foundation
import MCPCore
import MCPTesting
import MCPTransportStdio
import Synchronization

/// A client at the other end of two streams.
final class StdioPeer: TranscriptPeer {
    private let received = Received()
    private let wire = WireCheck.recording()
    private let output: Int32

    private init(output: Int32) {
        self.output = output
    }

    static func serve(_ server: MCPServer, _ body: (any TranscriptPeer) async throws -> Void) async throws {
        let (input, output) = (try Self.sockets(), try Self.sockets())
        let peer = StdioPeer(output: input.client)
        // A thread of its own: reading blocks.
        Thread.detachNewThread { peer.read(output.client) }
        let transport = StdioTransport(StandardStreams(input: input.server, output: output.server))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.serve(over: transport) }
            let result: Result<Void, any Error>
            do { result = .success(try await body(peer)) } catch { result = .failure(error) }
            shutdown(input.client, Int32(SHUT_WR))
            try await group.waitForAll()
            try result.get()
        }
        for descriptor in [input.client, input.server, output.server] { close(descriptor) }
    }

    func send(_ text: String) throws {
        wire.clientSends(Array(text.utf8))
        let bytes = Array((text + "\n").utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
            guard count > 0 else { throw TransportError(.system, "nothing was written: \(errno)") }
            sent += count
        }
    }

    func next() async throws -> JSON { try await received.next() }
    var unread: [JSON] { received.unread }
    func giveUp() { received.giveUp() }

    private func read(_ descriptor: Int32) {
        var pending: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Foundation.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            pending += buffer[..<count]
            while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(pending[..<end])
                pending.removeFirst(end + 1)
                wire.serverSends(line)
                received.add(JSON(sent: line))
            }
        }
        close(descriptor)
        received.giveUp()
    }

    /// No child process inherits them: other tests start some, and a stream ends only when all its ends are closed.
    private static func sockets() throws -> (client: Int32, server: Int32) {
        var ends: [Int32] = [-1, -1]
        #if os(Linux)
            let status = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends)
        #else
            let status = socketpair(AF_UNIX, SOCK_STREAM, 0, &ends)
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        #endif
        guard status == 0 else { throw TransportError(.system, "no sockets: \(errno)") }
        return (ends[0], ends[1])
    }
}
