internal import Testing

@testable internal import TicketTools

@Suite struct EventStreamParserTests {
    private func parse(_ text: String, pieces: [Int] = []) throws -> (events: [EventStreamParser.Event], parser: EventStreamParser) {
        var parser = EventStreamParser()
        var events: [EventStreamParser.Event] = []
        var rest = Array(text.utf8)[...]
        for length in pieces {
            events += try parser.read(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        events += try parser.read(Array(rest))
        return (events, parser)
    }

    private func event(_ type: String, _ data: String, _ id: String? = nil) -> EventStreamParser.Event {
        EventStreamParser.Event(type: type, data: Array(data.utf8), id: id)
    }

    private static let sample = """
        \u{FEFF}: hello
        retry: 250
        id: 7

        event: ticket_updated
        id: 8
        data: {"a":1}

        data
        data:x
        data:  日本

        event: empty

        id: 9
        unknown: field
        data: last


        """

    private var expected: [EventStreamParser.Event] {
        [event("ticket_updated", "{\"a\":1}", "8"), event("", "\nx\n 日本", "8"), event("", "last", "9")]
    }

    @Test(arguments: ["\n", "\r", "\r\n"]) func anyLineEndWillDo(_ end: String) throws {
        let text = Self.sample.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: end)
        let (events, parser) = try parse(text)
        #expect(events == expected)
        #expect(parser.lastID == "9" && parser.retry == 250)
    }

    /// Wherever a piece ends: in the mark, in a character, between CR and LF.
    @Test(arguments: ["\n", "\r", "\r\n"]) func anyPiecesWillDo(_ end: String) throws {
        let text = Self.sample.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: end)
        for first in 0...text.utf8.count { #expect(try parse(text, pieces: [first]).events == expected) }
        #expect(try parse(text, pieces: Array(repeating: 1, count: text.utf8.count)).events == expected)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let pieces = (0..<20).map { _ in Int.random(in: 0...17, using: &random) }
            #expect(try parse(text, pieces: pieces).events == expected, "\(pieces)")
        }
    }

    @Test func anIDCountsWhenItsBlockIsFinished() throws {
        var parser = EventStreamParser()
        _ = try parser.read(Array("id: 4\n".utf8))
        #expect(parser.lastID == nil)
        _ = try parser.read(Array("\n".utf8))
        #expect(parser.lastID == "4")
        // An empty one takes it away; one with a NUL is none; what is unfinished is nothing.
        _ = try parser.read(Array("id: 5\0\n\n".utf8))
        #expect(parser.lastID == "4")
        #expect(try parser.read(Array("id\n\ndata: x".utf8)) == [])
        #expect(parser.lastID == "")
    }

    @Test func nonsenseIsPassedOver() throws {
        let (events, parser) = try parse("retry: soon\nretry:\nretry: -1\n:\n::\nevent\ndata: x\n\n\n\n: y\n\n")
        #expect(events == [event("", "x")])
        #expect(parser.retry == nil)
        // A mark in the middle is part of a name that nobody knows.
        #expect(try parse("data: a\n\n\u{FEFF}data: b\n\n").events == [event("", "a")])
    }

    @Test func whatIsTooLongIsRefused() throws {
        var line = EventStreamParser(limit: 100)
        #expect(throws: EventStreamParser.TooLong.self) { try line.read([UInt8](repeating: 65, count: 101)) }
        var slow = EventStreamParser(limit: 100)
        #expect(throws: EventStreamParser.TooLong.self) {
            for _ in 0...100 { _ = try slow.read([65]) }
        }
        var lines = EventStreamParser(limit: 100)
        #expect(throws: EventStreamParser.TooLong.self) {
            for _ in 0..<30 { _ = try lines.read(Array("data: 12345\n".utf8)) }
        }
        var comments = EventStreamParser(limit: 100)
        for _ in 0..<1000 { #expect(try comments.read(Array(": keep-alive\n\n".utf8)) == []) }
    }

    /// Bytes of all kinds: no crash, and the same whatever the pieces.
    @Test func anyBytesWillDo() throws {
        var random = SystemRandomNumberGenerator()
        let letters: [UInt8] = Array("data: event: id: retry: \n\n\r\r".utf8) + [0, 0xEF, 0xBB, 0xBF, 0xFF]
        for _ in 0..<500 {
            let bytes = (0..<200).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] }
            var (whole, pieces) = (EventStreamParser(), EventStreamParser())
            let together = try whole.read(bytes)
            var apart: [EventStreamParser.Event] = []
            for byte in bytes { apart += try pieces.read([byte]) }
            #expect(together == apart && whole.lastID == pieces.lastID && whole.retry == pieces.retry)
        }
    }
}
