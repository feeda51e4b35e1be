import MCPCore
import MCPTesting
import Testing

/// One transcript on its way.
struct TranscriptReplay {
    private let file: String
    private let peer: any TranscriptPeer
    private var pattern = TranscriptPattern()

    init(_ file: String, _ peer: any TranscriptPeer) {
        self.file = file
        self.peer = peer
    }

    var unread: [String] { peer.unread.map(\.text) }

    mutating func run(_ step: JSON, line: Int) async throws {
        let place = "\(file):\(line)"
        if let message = step["send"] {
            try peer.send(try pattern.filled(message).text)
        } else if let text = step["sendText"]?.string {
            try peer.send(text)
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
        let watch = Task { [peer] in
            try await Task.sleep(for: .seconds(60))
            peer.giveUp()
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
        let request = try pattern.filled(message)
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            try peer.send(request.text)
            var received = try await next(place)
            while received["id"] != request["id"] {
                Issue.record("\(place): nobody expects \(received.text)")
                received = try await next(place)
            }
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
