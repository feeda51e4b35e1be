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
    func delete() {
        do {
            try FileManager.default.removeItem(at: directory)
        } catch CocoaError.fileNoSuchFile {
        } catch {
            Console.note("ticket-api: could not delete \(directory.path): \(error)")
        }
    }
}
