import Testing

@testable import MCPTransportStdio

@Suite struct LineFramerTests {
    private func frame(_ chunks: [[UInt8]], limit: Int = 64) -> [LineFramer.Line] {
        var framer = LineFramer(limit: limit)
        var lines: [LineFramer.Line] = []
        for chunk in chunks { chunk.withUnsafeBytes { framer.consume($0) { lines.append($0) } } }
        framer.finish { lines.append($0) }
        return lines
    }

    private static let stream = Array("{\"a\":1}\r\n\n  \n{\"あ\":\"🖨\"}\n{\"x\":\"y\"}\r\n\r\nlast without an end".utf8)
    private static let lines: [LineFramer.Line] = ["{\"a\":1}", "{\"あ\":\"🖨\"}", "{\"x\":\"y\"}", "last without an end"].map {
        .message(Array($0.utf8))
    }

    @Test func everySplitPointGivesTheSame() {
        for split in 0...Self.stream.count {
            #expect(frame([Array(Self.stream[..<split]), Array(Self.stream[split...])]) == Self.lines, "split at \(split)")
        }
    }

    @Test func everyPairOfSplitPointsGivesTheSame() {
        let stream = Array(Self.stream[..<30])
        let whole = frame([stream])
        for first in 0...stream.count {
            for second in first...stream.count {
                #expect(frame([Array(stream[..<first]), Array(stream[first..<second]), Array(stream[second...])]) == whole)
            }
        }
    }

    @Test func oneByteAtATimeGivesTheSame() {
        #expect(frame(Self.stream.map { [$0] }) == Self.lines)
    }

    @Test func aLongLineIsRefusedOnceAndSkipped() {
        let stream = Array("short\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 200) + Array("\nnext\n".utf8)
        let expected: [LineFramer.Line] = [.message(Array("short".utf8)), .tooLong, .message(Array("next".utf8))]
        for split in 0...stream.count {
            #expect(frame([Array(stream[..<split]), Array(stream[split...])]) == expected, "split at \(split)")
        }
        #expect(frame(stream.map { [$0] }) == expected)
    }

    @Test(arguments: ["\n", "\r\n"]) func theLimitIsExact(_ end: String) {
        let fits = Array(repeating: UInt8(ascii: "x"), count: 64)
        for split in 0...66 {
            let stream = fits + Array(end.utf8)
            let chunks = [Array(stream.prefix(split)), Array(stream.dropFirst(split))]
            #expect(frame(chunks) == [.message(fits)])
        }
        #expect(frame([fits + [UInt8(ascii: "y")] + Array(end.utf8)]) == [.tooLong])
    }

    @Test func nothingIsKeptOfALineThatIsSkipped() {
        var framer = LineFramer(limit: 16)
        var lines: [LineFramer.Line] = []
        let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0..<64 { chunk.withUnsafeBytes { framer.consume($0) { lines.append($0) } } }
        #expect(lines == [.tooLong])
        Array("\nok\n".utf8).withUnsafeBytes { framer.consume($0) { lines.append($0) } }
        #expect(lines == [.tooLong, .message(Array("ok".utf8))])
    }
}
