import MCPCore
import Synchronization

/// Notes that all peers share; what a process for each client could not have.
final class NoteBoard: Sendable {
    static let limit = 1_000
    private let notes = Mutex<[String]>([])

    var all: [String] { notes.withLock { $0 } }

    /// - Returns: how many there are now; nil if there is no room.
    func add(_ note: String) -> Int? {
        notes.withLock { notes in
            guard notes.count < Self.limit else { return nil }
            notes.append(note)
            return notes.count
        }
    }
}

struct AddNote: WriteTool {
    let board: NoteBoard

    static let name = "add_note"
    static let description = "Pins a note to the board that all clients of this server share."
    static let input = Schema<String>.object(required("text", "What it says.", .string(1...2_000))) { $0 }

    func call(_ text: String, _ context: ToolContext) async throws(ToolFailure) -> String {
        guard let count = board.add(text) else { throw ToolFailure("The board is full: it holds \(NoteBoard.limit) notes.") }
        return "Pinned; there are \(count) notes now."
    }
}

struct ListNotes: ReadTool {
    let board: NoteBoard

    static let name = "list_notes"
    static let description = "Reads the board."
    static let input = Schema<Void>.object { () }

    func call(_ input: Void, _ context: ToolContext) async throws(ToolFailure) -> String {
        board.all.isEmpty ? "The board is empty." : board.all.joined(separator: "\n")
    }
}
