internal import MCPTesting
internal import Testing

@testable internal import MCPCore

@Suite struct Base64URLTests {
    /// RFC 4648, section 10, without padding; then the two symbols that are this alphabet's own.
    @Test(arguments: [
        ("", []), ("Zg", Array("f".utf8)), ("Zm8", Array("fo".utf8)), ("Zm9v", Array("foo".utf8)), ("Zm9vYg", Array("foob".utf8)),
        ("Zm9vYmE", Array("fooba".utf8)), ("Zm9vYmFy", Array("foobar".utf8)), ("-_8", [0xFB, 0xFF]), ("AP8", [0x00, 0xFF]),
    ])
    func bothWays(_ text: String, _ bytes: [UInt8]) {
        #expect(Base64URL.encode(bytes) == text)
        #expect(Base64URL.decode(text.utf8) == bytes)
    }

    @Test(arguments: ["Z", "Zm9vY", "Zg==", "Zg=", "Zm+v", "Zm/v", "Zm9v\n", " Zg", "Zm9.", "Zé", "Zm\u{0}v"])
    func otherTextsAreRefused(_ text: String) {
        #expect(Base64URL.decode(text.utf8) == nil)
    }

    @Test func everyByteSequenceHasOneText() {
        let symbols = (0...255).map { UInt8($0) }
        var accepted = 0
        for first in symbols {
            for second in symbols {
                guard let bytes = Base64URL.decode([first, second]) else { continue }
                accepted += 1
                #expect(Array(Base64URL.encode(bytes).utf8) == [first, second])
            }
        }
        #expect(accepted == 256)
    }

    @Test func allLengthsComeBack() {
        var generator = SplitMix64(state: 7)
        for length in 0..<100 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let text = Base64URL.encode(bytes)
            #expect(text.utf8.count == (length * 4 + 2) / 3)
            #expect(Base64URL.decode(text.utf8) == bytes)
        }
    }
}
