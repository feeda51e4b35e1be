import Foundation
import MCPCore
import MCPTesting
import MCPTransportStdio
import Synchronization

/// A client at the other end of two streams, in the same process. What comes to it is measured by the official schemas.
final class StreamPeer: Sendable {
    private let sent = Mutex("")
    private let toServer: Mutex<FileHandle?>
    private let fromServer: Mutex<FileHandle?>
    private let serverEnds: [FileHandle]
    let streams: StandardStreams

    init() {
        let (input, output) = (PrivateStream(), PrivateStream())
        toServer = Mutex(input.fileHandleForWriting)
        fromServer = Mutex(output.fileHandleForReading)
        serverEnds = [input.fileHandleForReading, output.fileHandleForWriting]
        streams = StandardStreams(
            input: input.fileHandleForReading.fileDescriptor, output: output.fileHandleForWriting.fileDescriptor)
    }

    func send(_ text: String) throws {
        sent.withLock { $0 += text }
        try toServer.withLock { try $0?.write(contentsOf: Data(text.utf8)) }
    }

    func closeInput() throws {
        try toServer.withLock { handle in
            try handle?.close()
            handle = nil
        }
    }

    /// Goes away without reading any more.
    func closeOutput() throws {
        try fromServer.withLock { handle in
            try handle?.close()
            handle = nil
        }
    }

    /// Serves this peer until it has closed its end, and gives back everything that came.
    func serve(_ server: MCPServer, _ transport: StdioTransport, _ body: @escaping @Sendable () async throws -> Void) async throws -> [JSON]
    {
        // A thread of its own: reading a pipe blocks.
        let reader = fromServer.withLock { $0 }
        let received = Task.detached { () -> Data in
            await withCheckedContinuation { continuation in
                Foundation.Thread.detachNewThread { continuation.resume(returning: (try? reader?.readToEnd()) ?? Data()) }
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.serve(over: transport) }
            group.addTask { try await body() }
            try await group.waitForAll()
        }
        for end in serverEnds { try end.close() }
        let text = String(decoding: await received.value, as: UTF8.self)
        WireCheck.record(client: sent.withLock { $0 }, server: text)
        return try text.split(separator: "\n").map { try JSON(parsing: String($0)) }
    }
}
