import Foundation
import Testing

/// What the sources must not do, whatever is asked of them.
@Suite struct SourceTests {
    private static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func sources() throws -> [(path: String, text: String)] {
        let folder = Self.root.appending(path: "Sources")
        let modules = try FileManager.default.contentsOfDirectory(atPath: folder.path())
        return try modules.flatMap { module in
            let place = folder.appending(path: module)
            let files = FileManager.default.enumerator(atPath: place.path())?.compactMap { $0 as? String } ?? []
            return try files.filter { $0.hasSuffix(".swift") || $0.hasSuffix(".c") || $0.hasSuffix(".h") }.map {
                ("\(module)/\($0)", try String(contentsOf: place.appending(path: $0), encoding: .utf8))
            }
        }
    }

    /// An address, a name or a text of somebody else's can be no command where there is no shell. One place starts a program: the demo's API.
    @Test func noShellIsStarted() throws {
        let sources = try sources()
        try #require(sources.count > 100, "the sources were not found")
        let forbidden = ["/bin/sh", "/bin/bash", " system(", "popen(", "execv", "execl(", "posix_spawn", " Process()", "xdg-open"]
        for (path, text) in sources {
            for word in forbidden { #expect(!text.contains(word), "\(path) holds \(word)") }
        }
        let starters = sources.filter { $0.text.contains("import Subprocess") }.map(\.path)
        #expect(starters.allSatisfy { $0.hasPrefix("TicketServer/") } && starters.count == 1, "\(starters)")
    }

    /// The table of threats says which test stands for which rule; one that is renamed or removed must not go on standing for it.
    @Test func theTableNamesWhatThereIs() throws {
        let table = try String(contentsOf: Self.root.appending(path: "docs/security-tests.md"), encoding: .utf8)
        let tests = table.matches(of: /`(\w+\/\w+)\.(\w+)`/)
        let steps = table.matches(of: /`(\w+\.py):(\w+)`/)
        try #require(tests.count > 100 && steps.count > 10)
        for match in tests {
            let text = try String(contentsOf: Self.root.appending(path: "Tests/\(match.1).swift"), encoding: .utf8)
            #expect(text.contains("func \(match.2)("), "\(match.0)")
        }
        for match in steps {
            let text = try String(contentsOf: Self.root.appending(path: "Tests/EndToEndTests/Clients/\(match.1)"), encoding: .utf8)
            #expect(text.contains("def \(match.2)("), "\(match.0)")
        }
    }
}
