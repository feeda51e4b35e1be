extension String {
    /// The form in which names are compared: case, width, blanks and the usual variants of one character make no difference.
    ///
    /// This is no full NFKC; it covers what keyboards and address books make of Japanese and Western names. Swift compares strings by
    /// canonical equivalence, so a kana and its separate voicing mark equal the voiced kana.
    var folded: String { unified.lowercased() }

    /// The same, but for case.
    var unified: String {
        var unified = ""
        for scalar in unicodeScalars {
            switch scalar.value {
            // Full-width ASCII.
            case 0xFF01...0xFF5E:
                unified.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
            case 0xFF61...0xFF9F:
                unified.unicodeScalars.append(NameFolding.halfwidth[Int(scalar.value - 0xFF61)])
            // Circled numbers.
            case 0x2460...0x2473:
                unified += String(scalar.value - 0x245F)
            // Variation selectors: they choose a shape, not a character.
            case 0xFE00...0xFE0F, 0xE0100...0xE01EF: break
            default:
                if let replacement = NameFolding.variants[scalar] {
                    unified += replacement
                } else if !scalar.properties.isWhitespace {
                    unified.unicodeScalars.append(scalar)
                }
            }
        }
        return unified
    }
}

extension String {
    /// Hiragana as katakana, in which readings are kept.
    var katakana: String {
        var katakana = ""
        for scalar in unicodeScalars {
            let isHiragana = (0x3041...0x3096).contains(scalar.value)
            katakana.unicodeScalars.append(isHiragana ? Unicode.Scalar(scalar.value + 0x60) ?? scalar : scalar)
        }
        return katakana
    }
}

enum NameFolding {
    /// U+FF61 to U+FF9F. The voicing marks become combining ones, which join the kana before them.
    static let halfwidth: [Unicode.Scalar] = Array(
        "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}"
            .unicodeScalars)

    static let variants: [Unicode.Scalar: String] = [
        "㈱": "(株)", "㈲": "(有)", "㈹": "(代)", "㈳": "(社)", "㈶": "(財)", "㈻": "(学)", "㍿": "株式会社", "℡": "tel", "№": "no",
        "Ⅰ": "i", "Ⅱ": "ii", "Ⅲ": "iii", "Ⅳ": "iv", "Ⅴ": "v", "Ⅵ": "vi", "Ⅶ": "vii", "Ⅷ": "viii", "Ⅸ": "ix", "Ⅹ": "x",
        "〜": "~", "‐": "-", "‑": "-", "–": "-", "—": "-", "―": "-", "−": "-", "￥": "¥", "゛": "\u{3099}", "゜": "\u{309A}",
        "’": "'", "‘": "'", "“": "\"", "”": "\"", "髙": "高", "﨑": "崎", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl",
        "\u{200B}": "", "\u{FEFF}": "",
    ]
}
