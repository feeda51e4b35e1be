import Foundation
import MCPCore
import MCPTesting
import Testing

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

    @Test func everyRevisionHasTranscripts() {
        for revision in ProtocolRevision.all {
            #expect(Self.files.contains { $0.hasPrefix(revision.name + "/") })
        }
    }

    @Test(arguments: files) func replays(_ file: String) async throws {
        let text = try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
        var steps = try text.split(separator: "\n").map { try JSON(parsing: String($0)) }
        var server = FixtureServer.plain
        if let name = steps.first?["server"]?.string {
            server = try #require(FixtureServer(rawValue: name), "\(file): there is no such server")
            steps[0] = ["note": "The server is chosen."]
        }
        var replay = TranscriptReplay(file, InProcessPeer(server.make(), wire: .recording()))
        for (index, step) in steps.enumerated() {
            try await replay.run(step, line: index + 1)
        }
        #expect(replay.unread == [], "\(file): something was sent that nobody expects")
    }

    @Test func placeholdersStandForValues() throws {
        var pattern = TranscriptPattern()
        try pattern.match(["id": "<name:id>", "text": "Reference: <any>", "more": "<any>"], ["id": 7, "text": "Reference: x", "more": [1]])
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

/// One transcript on its way.
private struct TranscriptReplay {
    private let file: String
    private let peer: InProcessPeer
    private var pattern = TranscriptPattern()

    init(_ file: String, _ peer: InProcessPeer) {
        self.file = file
        self.peer = peer
    }

    var unread: [String] { peer.inbox.unread.map(\.text) }

    mutating func run(_ step: JSON, line: Int) async throws {
        let place = "\(file):\(line)"
        if let message = step["send"] {
            peer.send(try pattern.filled(message).text)
        } else if let text = step["sendText"]?.string {
            peer.send(text)
        } else if let expected = step["expect"] {
            expect(expected, try await next(place), place)
        } else if let expected = step["expectAll"]?.array {
            try await expectAll(expected, place)
        } else if let message = step["repeat"], let expected = step["until"] {
            try await `repeat`(message, until: expected, place)
        } else {
            #expect(step["note"] != nil, "\(place) is no step")
        }
    }

    /// The next message; a server that says nothing for a minute will not say it any more.
    private func next(_ place: String) async throws -> JSON {
        let inbox = peer.inbox
        let watch = Task {
            try await Task.sleep(for: .seconds(60))
            inbox.close()
        }
        defer { watch.cancel() }
        do {
            return try await peer.next()
        } catch {
            Issue.record("\(place): nothing was sent")
            throw error
        }
    }

    private mutating func expect(_ expected: JSON, _ received: JSON, _ place: String) {
        do throws(TranscriptPattern.Mismatch) {
            try pattern.match(expected, received)
        } catch {
            Issue.record("\(place): \(error)")
        }
    }

    private mutating func expectAll(_ expected: [JSON], _ place: String) async throws {
        var open = expected
        for _ in expected {
            let received = try await next(place)
            if let found = open.indices.first(where: { index in matches(open[index], received) }) {
                expect(open.remove(at: found), received, place)
            } else {
                Issue.record("\(place): nobody expects \(received.text)")
            }
        }
    }

    private mutating func `repeat`(_ message: JSON, until expected: JSON, _ place: String) async throws {
        let text = try pattern.filled(message).text
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            peer.send(text)
            let received = try await next(place)
            if matches(expected, received) || ContinuousClock.now > deadline { return expect(expected, received, place) }
            await Task.yield()
        }
    }

    private func matches(_ expected: JSON, _ received: JSON) -> Bool {
        var attempt = pattern
        do throws(TranscriptPattern.Mismatch) {
            try attempt.match(expected, received)
            return true
        } catch {
            return false
        }
    }
}
