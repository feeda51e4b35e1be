import MCPTesting
import Testing

@testable import MCPCore

/// Text goes through the writer in pieces and words; what comes out must not show where they meet.
struct StringEscapesTests {
    private static let alphabet: [Character] = [
        "a", "#", "]", "\"", "\\", "\n", "\t", "\r", "\u{08}", "\u{0C}", "\u{00}", "\u{1F}", " ", "\u{7F}", "é", "語", "😀",
    ]

    /// RFC 8259, section 7, a scalar at a time.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{08}": result += "\\b"
            case "\t": result += "\\t"
            case "\n": result += "\\n"
            case "\u{0C}": result += "\\f"
            case "\r": result += "\\r"
            case "\u{00}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return "\"\(result)\""
    }

    @Test func anyTextIsEscapedAsTheRFCSays() throws {
        var random = SplitMix64(state: 7)
        for _ in 0..<400 {
            let length = Int.random(in: 0...1_200, using: &random)
            // From nearly plain to nothing but escapes.
            let plainness = Int.random(in: 0...40, using: &random)
            let text = String(
                (0..<length).map { _ in
                    Int.random(in: 0...40, using: &random) < plainness ? "x" : Self.alphabet.randomElement(using: &random) ?? "x"
                })
            let json = JSON.string(text)
            #expect(json.text.utf8.elementsEqual(Self.escaped(text).utf8))
            #expect(try JSON(parsing: json.bytes) == json)
        }
    }

    @Test(arguments: [511, 512, 513, 1_024, 1_025])
    func aPieceOfTheLongestEscapesFits(count: Int) throws {
        let text = String(repeating: "\u{01}", count: count)
        #expect(JSON.string(text).text == "\"" + String(repeating: "\\u0001", count: count) + "\"")
    }
}
