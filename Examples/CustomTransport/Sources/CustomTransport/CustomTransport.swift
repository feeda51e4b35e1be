import Foundation
import MCPCore
import MCPTransportStdio

/// One process, one board of notes, any number of clients: `CustomTransport SOCKET`.
@main
enum CustomTransport {
    static func main() async throws {
        guard CommandLine.arguments.count == 2 else {
            FileHandle.standardError.write(Data("usage: CustomTransport SOCKET\n".utf8))
            exit(64)
        }
        let board = NoteBoard()
        let server = MCPServer(
            Implementation(name: "notes", version: "1.0"), tools: ToolBox([AddNote(board: board), ListNotes(board: board)]))
        let transport = UnixSocketTransport(path: CommandLine.arguments[1])
        TerminationSignals.handle { transport.beginGracefulShutdown() }
        try await server.serve(over: transport)
    }
}
