internal import Foundation

/// A directory that is deleted when the test is over.
struct TemporaryDirectory: ~Copyable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("ticket-api-tests-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: url)
        } catch {
            print("could not delete \(url.path): \(error)")
        }
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}
