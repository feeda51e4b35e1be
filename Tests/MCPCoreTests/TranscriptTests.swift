import Foundation
import MCPCore
import MCPTesting
import Testing

/// Replays recorded conversations: `Tests/Transcripts/<revision>/*.jsonl`.
///
/// Each line is `{"send": message}`, `{"sendText": "bytes that may be no JSON"}`, `{"expect": message}`, or `{"note": "…"}`. What is expected is
/// compared whole: members, their order, and nothing more after the last line.
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
        let peer = InProcessPeer(FixtureTools.server())
        let text = try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
        for (index, line) in text.split(separator: "\n").enumerated() {
            let step = try JSON(parsing: String(line))
            if let message = step["send"] {
                peer.send(message.text)
            } else if let text = step["sendText"]?.string {
                peer.send(text)
            } else if let expected = step["expect"] {
                let received = try await peer.next()
                #expect(received.text == expected.text, "\(file):\(index + 1)")
            } else {
                #expect(step["note"] != nil, "\(file):\(index + 1) is no step")
            }
        }
        #expect(peer.inbox.unread.map(\.text) == [], "\(file): something was sent that nobody expects")
    }
}
