import Foundation
import Testing

/// How revisions differ is known in one place: nothing outside `Sources/MCPCore/Wire` compares them.
@Suite struct RevisionKnowledgeTests {
    private static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources").resolvingSymlinksInPath()

    /// Comparisons with a revision, by name or by order, and switches over them.
    private static let comparisons = [
        #"[=!<>]=?=?\s*(ProtocolRevision)?\.v20\d\d_"#, #"\.v20\d\d_\d\d_\d\d\s*([=!<>]=|[<>])"#,
        #"case\s+(let\s+)?(ProtocolRevision)?\.v20\d\d_"#, #"revision(\.name)?\s*([=!]=|[<>]=?)\s*[^\s=nN]"#,
        #"[=!<>]=\s*"20\d\d-\d\d-\d\d""#, #"case\s+"20\d\d-\d\d-\d\d""#,
    ]

    /// A revision that is named without being compared: what a transport takes for granted where a client says nothing.
    private static let assumptions = #"assumedRevision:\s*\.v20\d\d_\d\d_\d\d"#

    private static func lines() throws -> [(place: String, text: String)] {
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        let own = files.filter { url in
            url.pathExtension == "swift" && !url.path().contains("/MCPCore/Wire/") && url.lastPathComponent != "ProtocolRevision.swift"
        }
        try #require(own.count > 100, "these are not the sources: \(sources.path())")
        return try own.flatMap { url in
            try String(contentsOf: url, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false).enumerated()
                .map { (place: "\(url.lastPathComponent):\($0.offset + 1)", text: String($0.element)) }
        }
    }

    private static func matches(_ pattern: String, _ line: String) -> Bool {
        let isComment = line.drop { $0 == " " }.hasPrefix("//")
        return !isComment && line.range(of: pattern, options: .regularExpression) != nil
    }

    @Test func nobodyElseComparesRevisions() throws {
        for line in try Self.lines() where Self.comparisons.contains(where: { Self.matches($0, line.text) }) {
            Issue.record("\(line.place) compares revisions: \(line.text)")
        }
    }

    @Test func nobodyElseNamesRevisions() throws {
        for line in try Self.lines() where Self.matches(#"\.v20\d\d_\d\d_\d\d"#, line.text) {
            #expect(Self.matches(Self.assumptions, line.text), "\(line.place) names a revision: \(line.text)")
        }
    }

    /// The patterns find what they are for.
    @Test(arguments: [
        "if revision == .v2025_11_25 {", "guard peer.revision != ProtocolRevision.v2024_11_05 else { return }", "case .v2025_06_18:",
        "if .v2025_11_25 == revision {", "if a.revision >= b.revision {", #"if revision.name == "2025-11-25" {"#, "x = revision<other",
        #"case "2025-06-18": return"#,
    ])
    func comparisonsAreFound(_ line: String) {
        #expect(Self.comparisons.contains { Self.matches($0, line) })
    }

    @Test(arguments: [
        "if session.core.revision == nil {", "var peer = Peer(principal: p, session: nil, assumedRevision: .v2025_03_26)",
        "let revision = codec.revision", "/// if revision == .v2025_11_25", "func open(_ revision: ProtocolRevision) -> Bool {",
        "switch revision.era {",
    ])
    func whatIsNoComparisonIsLeftAlone(_ line: String) {
        #expect(!Self.comparisons.contains { Self.matches($0, line) })
    }
}
