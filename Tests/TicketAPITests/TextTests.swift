internal import Testing

@testable internal import TicketAPI

@Suite struct TextTests {
    @Test func searchFormFoldsWidthAndCase() {
        // By code point: == on strings does not tell a composed from a decomposed text, SQLite does.
        #expect(Array("ＶＰＮ接続ｶﾞ".searchForm.unicodeScalars) == Array("vpn接続ガ".unicodeScalars))
        #expect(Array("㈱Ａか\u{3099}".searchForm.unicodeScalars) == Array("(株)aが".unicodeScalars))
    }

    @Test func storedFormIsComposed() {
        #expect(Array("か\u{3099}\r\n".storedForm.unicodeScalars) == Array("が\n".unicodeScalars))
    }

    @Test func jsonIsRawAndExact() throws {
        let value: JSONValue = ["a/b": "「引用」\"\\\n\u{1}", "n": [1, .null, true, .double(0.5)]]
        #expect(value.text == #"{"a/b":"「引用」\"\\\n\u0001","n":[1,null,true,0.5]}"#)
        #expect(try JSONValue(parsing: value.bytes)["a/b"]?.string == "「引用」\"\\\n\u{1}")
    }

    @Test func excerptCountsCodePoints() {
        #expect("𠮷野家".excerpt(2) == "𠮷野…")
        #expect("𠮷野家".excerpt(3) == "𠮷野家")
    }

    @Test func splitMixIsTheReferenceSequence() {
        var random = SplitMix64(seed: 1_234_567)
        #expect(random.next() == 6_457_827_717_110_365_317)
        #expect(random.next() == 3_203_168_211_198_807_973)
    }
}
