import Foundation

/// A home directory of a test's own, gone with it.
final class Home: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "home-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // The folder of a test is nobody's loss if it stays.
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let folder = URL(filePath: file(name)).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try text.write(toFile: file(name), atomically: true, encoding: .utf8)
        return file(name)
    }

    func read(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }

    /// Without what a program that is built to count its lines leaves where it ran.
    func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: file(folder)).filter { !$0.hasSuffix(".profraw") }.sorted()
    }

    func mode(_ name: String) throws -> Int {
        try (FileManager.default.attributesOfItem(atPath: file(name))[.posixPermissions] as? Int) ?? 0
    }
}
