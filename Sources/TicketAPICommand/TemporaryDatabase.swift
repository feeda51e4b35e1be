internal import Foundation

/// A database file in a directory of its own that is deleted at exit.
struct TemporaryDatabase: Sendable {
    private let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("ticket-api-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    var path: String { directory.appendingPathComponent("tickets.sqlite").path }

    /// Deletes the directory; does nothing when it is gone.
    ///
    /// Tries again a few times: where the process is ended without grace, the database is still open and may make a file of its own
    /// between the emptying of the directory and its removal.
    func delete() {
        for attempt in 1...Self.attempts {
            do {
                try FileManager.default.removeItem(at: directory)
                return
            } catch CocoaError.fileNoSuchFile {
                // Nobody is left to delete; or a file went away under our hands, and the directory is still there.
                if !FileManager.default.fileExists(atPath: directory.path) { return }
            } catch  where attempt == Self.attempts {
                Console.note("ticket-api: could not delete \(directory.path): \(error)")
            } catch {
                Thread.sleep(forTimeInterval: 0.01)
            }
        }
    }

    private static let attempts = 20
}
