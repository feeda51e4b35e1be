import Foundation
import MCPCore
import MCPTesting
import Testing

@testable import MCPFixtures

/// Replays recorded conversations: `Tests/Transcripts/<revision>/*.jsonl`.
///
/// Each line is one step:
/// - `{"server": "full"}`, as the first line alone: which of the ``FixtureServer``s answers; `plain` without it.
/// - `{"send": message}`, or `{"sendText": "bytes that may be no JSON"}`.
/// - `{"expect": message}`: the next message.
/// - `{"expectAll": [messages]}`: the next messages, in any order, where things happen at once.
/// - `{"repeat": message, "until": message}`: sends a request again and again until it is answered so, for what takes its time.
/// - `{"note": "…"}`
///
/// What is expected is compared whole: members, their order, and nothing more after the last line. Only placeholders are compared less:
/// `"<any>"` is any value, `"<name:task>"` keeps the value, and `"<task>"` is it in later lines; see ``TranscriptPattern``.
@Suite struct TranscriptTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Transcripts")
    static let files: [String] = {
        let all = FileManager.default.enumerator(atPath: folder.path())?.compactMap { $0 as? String } ?? []
        return all.filter { $0.hasSuffix(".jsonl") }.sorted()
    }()

    /// Of every request that a revision's schema has for clients there is one in its transcripts.
    @Test(arguments: ProtocolRevision.all) func everyMethodIsSpoken(_ revision: ProtocolRevision) throws {
        let schemas = Self.folder.deletingLastPathComponent().appending(path: "Schemas")
        let schema = try JSON(parsing: String(contentsOf: schemas.appending(path: "\(revision.name).json"), encoding: .utf8))
        let definitions = try #require(schema["$defs"] ?? schema["definitions"])
        let methods = try #require(definitions["ClientRequest"]?["anyOf"]?.array).compactMap { reference in
            let name = reference["$ref"]?.string?.split(separator: "/").last.map(String.init)
            return name.flatMap { definitions[$0]?["properties"]?["method"]?["const"]?.string }
        }
        #expect(methods.count >= 10)
        var spoken: Set<String> = []
        for file in Self.files where file.hasPrefix(revision.name + "/") {
            for step in try Self.steps(of: file) {
                if let method = step["send"]?["method"]?.string { spoken.insert(method) }
            }
        }
        #expect(Set(methods).subtracting(spoken) == [])
    }

    /// The same conversations, whatever carries them.
    static let carried: [(String, Carrier)] = Carrier.allCases.flatMap { carrier in files.filter(carrier.carries).map { ($0, carrier) } }

    @Test func mostAreCarriedByAll() {
        for carrier in Carrier.allCases { #expect(Self.files.count { !carrier.carries($0) } <= 20) }
    }

    @Test(arguments: carried) func replays(_ file: String, over carrier: Carrier) async throws {
        var steps = try Self.steps(of: file)
        var server = FixtureServer.plain
        if let name = steps.first?["server"]?.string {
            server = try #require(FixtureServer(rawValue: name), "\(file): there is no such server")
            steps[0] = ["note": "The server is chosen."]
        }
        let conversation = steps
        try await carrier.serve(server.make()) { peer in
            var replay = TranscriptReplay(file, peer)
            for (index, step) in conversation.enumerated() {
                try await replay.run(step, line: index + 1)
            }
            #expect(replay.unread == [], "\(file): something was sent that nobody expects")
        }
    }

    private static func steps(of file: String) throws -> [JSON] {
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        return try text.split(separator: "\n").map { try JSON(parsing: String($0)) }
    }

    @Test func placeholdersStandForValues() throws {
        var pattern = TranscriptPattern()
        let expected: JSON = ["id": "<name:id>", "text": "Reference: <any>", "more": "<any>"]
        try pattern.match(expected, ["id": 7, "text": "Reference: x", "more": [1]])
        #expect(try pattern.filled(["a": ["<id>"]]) == ["a": [7]])
        try pattern.match(["id": "<id>"], ["id": 7])
        #expect(throws: TranscriptPattern.Mismatch.self) { try pattern.match(["id": "<id>"], ["id": "7"]) }
        #expect(throws: TranscriptPattern.Mismatch.self) { try pattern.match(["text": "Reference: <any>"], ["text": "Ref"]) }
        #expect(throws: TranscriptPattern.UnknownName.self) { try pattern.filled(["a": "<nobody>"]) }
    }

    @Test(arguments: [#"{"b":1,"a":2}"#, #"{"a":2}"#, #"{"a":2,"b":1,"c":0}"#, #"{"a":2,"b":1.0}"#, #"{"a":2,"b":"1"}"#])
    func everythingElseIsComparedWhole(_ text: String) throws {
        var pattern = TranscriptPattern()
        #expect(throws: TranscriptPattern.Mismatch.self) { try pattern.match(["a": 2, "b": 1], try JSON(parsing: text)) }
    }
}
