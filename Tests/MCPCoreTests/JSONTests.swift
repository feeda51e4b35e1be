import MCPCore
import MCPTesting
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        "9223372036854775807", "-9223372036854775808", "18446744073709551615", "1.0", "1.10", "1e2", "1E+2", "-0", "-0.0", "0.1",
        "123456789012345678901234567890", "5e-324",
    ])
    func numbersKeepTheirText(_ text: String) throws {
        #expect(try JSON(parsing: text).text == text)
    }

    @Test func integersAreExact() throws {
        #expect(try JSON(parsing: "9007199254740993") == .integer(9_007_199_254_740_993))
        #expect(try JSON(parsing: "-9223372036854775808") == .integer(.min))
        #expect(try JSON(parsing: "9223372036854775808").integer == nil)
    }

    @Test(arguments: [("5.0", 5), ("5e0", 5), ("50e-1", 5), ("-3.00", -3)])
    func exactIntegersOfNumbers(_ text: String, _ value: Int64) throws {
        guard case .number(let number) = try JSON(parsing: text) else {
            Issue.record("\(text) is no number")
            return
        }
        #expect(number.exactInteger == value)
    }

    @Test func orderIsKept() throws {
        let text = #"{"z":1,"a":{"y":[],"b":null},"m":true}"#
        #expect(try JSON(parsing: text).text == text)
    }

    @Test(arguments: [
        (#"{"a":1,"a":2}"#, 7), (#"{"a":1,"\u0061":2}"#, 7), (#"[{"x":{"k":0,"l":1,"k":2}}]"#, 19),
    ])
    func duplicateKeysAreRefused(_ text: String, _ offset: Int) {
        #expect(throws: JSONError(.duplicateKey, at: offset)) { try JSON(parsing: text) }
    }

    @Test func duplicateIsFoundAmongMany() {
        let members = (0..<2_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        #expect(throws: JSONError.self) { try JSON(parsing: "{\(members),\"k1500\":0}") }
        #expect(throws: Never.self) { try JSON(parsing: "{\(members)}") }
    }

    @Test func keysAreComparedAsBytes() throws {
        // Composed and decomposed: equal as Swift strings, two keys on the wire.
        let value = try JSON(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value["\u{E9}"] == 1)
        #expect(value["e\u{301}"] == 2)
        #expect(JSON.string("\u{E9}") != JSON.string("e\u{301}"))
    }

    @Test(arguments: [
        ("1e309", JSONError(.numberOutOfRange, at: 0)), ("[1,-1e400]", JSONError(.numberOutOfRange, at: 3)),
        ("[1,]", JSONError(.unexpectedByte, at: 3)), ("[01]", JSONError(.invalidNumber, at: 1)), ("", JSONError(.unexpectedEnd, at: 0)),
        ("\"\\ud800\"", JSONError(.loneSurrogate, at: 1)), ("\"\\udc00\\ud800\"", JSONError(.loneSurrogate, at: 1)),
        ("\"\\x\"", JSONError(.invalidEscape, at: 1)), ("\"a\nb\"", JSONError(.controlCharacter, at: 2)),
        ("{} {}", JSONError(.trailingBytes, at: 3)), ("tru", JSONError(.unexpectedEnd, at: 3)),
    ])
    func errorsSayWhere(_ text: String, _ error: JSONError) {
        #expect(throws: error) { try JSON(parsing: text) }
    }

    @Test(
        arguments: [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE3, 0x81], [0x80], [0xE0, 0x80, 0x80],
            [0xF0, 0x80, 0x80, 0x80],
        ] as [[UInt8]])
    func invalidUTF8IsRefused(_ bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(throws: JSONError(.invalidUTF8, at: 4)) { try JSON(parsing: [quote] + Array("abc".utf8) + bytes + [quote]) }
    }

    @Test func escapesAreRead() throws {
        #expect(try JSON(parsing: #""\u3042\ud83d\udda8\/\b\f\n\r\t\"\\""#) == "あ🖨/\u{8}\u{C}\n\r\t\"\\")
        #expect(try JSON(parsing: #""\u0000""#) == "\0")
    }

    @Test func outputIsRawUTF8WithNeedfulEscapesOnly() {
        #expect(JSON.string("印刷/🖨\u{7F}").text == "\"印刷/🖨\u{7F}\"")
        #expect(JSON.string("a\"b\\c\n\u{1}").text == #""a\"b\\c\n\u0001""#)
        #expect(JSON.string("12345678\"12345678\\").text == #""12345678\"12345678\\""#)
    }

    @Test func limitsHold() {
        let limits = JSONLimits(bytes: 40, depth: 3, stringBytes: 8, members: 2)
        #expect(throws: JSONError(.tooLarge, at: 40)) { try JSON(parsing: String(repeating: " ", count: 41), limits: limits) }
        #expect(throws: JSONError(.tooDeep, at: 3)) { try JSON(parsing: "[[[[]]]]", limits: limits) }
        #expect(throws: Never.self) { try JSON(parsing: "[[[]]]", limits: limits) }
        #expect(throws: JSONError(.stringTooLong, at: 0)) { try JSON(parsing: "\"123456789\"", limits: limits) }
        #expect(throws: Never.self) { try JSON(parsing: "\"12345678\"", limits: limits) }
        #expect(throws: JSONError(.tooManyMembers, at: 13)) { try JSON(parsing: #"{"a":1,"b":2,"c":3}"#, limits: limits) }
    }

    @Test func depthIsBoundedOnHostileInput() {
        #expect(throws: JSONError(.tooDeep, at: 64)) { try JSON(parsing: String(repeating: "[", count: 1_000_000)) }
        #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "{\"a\":", count: 100_000)) }
    }

    @Test func doublesAreWrittenShort() {
        var writer = JSONWriter()
        writer.beginArray()
        for value in [1.0, 0.1, -2.5, 1e300, .infinity, .nan, 3e15] { writer.double(value) }
        writer.integer(.min)
        writer.endArray()
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "[1,0.1,-2.5,1e+300,null,null,3000000000000000,-9223372036854775808]")
    }

    @Test func sliceFindsMembers() throws {
        let slice = try JSONSlice(scanning: Array(#"{"a":[{"b":"x}"}],"c\u0064":{"e":5} , "f":"g"}"#.utf8))
        #expect(slice.member("a")?.value == [["b": "x}"]])
        #expect(slice.member("cd")?.member("e")?.value == 5)
        #expect(slice.member("f")?.string == "g")
        #expect(slice.member("b") == nil)
        #expect(slice.member("a")?.member("b") == nil)
    }

    /// Random values come back from what is written of them, byte for byte.
    @Test func randomValuesComeBack() throws {
        var generator = SplitMix64(state: 20_261_121)
        for _ in 0..<2_000 {
            let value = JSON.random(depth: 4, &generator)
            let parsed = try JSON(parsing: value.bytes)
            #expect(parsed == value)
            #expect(parsed.bytes == value.bytes)
        }
    }

    /// No mutation of a valid text crashes the scanner; what it accepts, the builder can build.
    @Test func mutatedTextsAreRefusedOrRead() {
        var generator = SplitMix64(state: 7)
        let text = Array(#"{"jsonrpc":"2.0","id":1,"params":{"a":[1,-2.5e3,"\u3042あ🖨",null,true,{"b":{}}]}}"#.utf8)
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = text
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: index)
                default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &generator)], at: index)
                }
            }
            if let value = try? JSON(parsing: bytes) {
                accepted += 1
                #expect((try? JSON(parsing: value.bytes)) == value)
            }
        }
        #expect(accepted > 100)
    }
}
