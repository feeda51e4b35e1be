internal import Foundation

extension String {
    /// The form in which text is compared: NFKC, folded case, one for each group of look-alikes in ``SearchFold``, no invisible
    /// characters, and one space for each run of white space. Folding twice changes nothing.
    var searchForm: String {
        if utf8.allSatisfy({ $0 < 0x80 }) { return SearchFold.fold(lowercased()) }
        // Upper case first: it makes one of ß and ss, and of σ and ς, as Unicode's case folding does.
        let cased = precomposedStringWithCompatibilityMapping.uppercased().lowercased()
        // Foundation on Linux leaves the sound mark of half width kana uncomposed (ｽﾞ), so NFC is applied last.
        return SearchFold.fold(cased).precomposedStringWithCanonicalMapping
    }
}

/// Characters that people take for one another and that NFKC keeps apart.
enum SearchFold {
    /// Folds `text`, which is in NFKC and lower case.
    static func fold(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        output.reserveCapacity(text.utf8.count)
        var isAfterSpace = false
        for scalar in text.unicodeScalars {
            let isSpace = isSpace(scalar)
            if isSpace {
                if !isAfterSpace { output.append(" ") }
            } else if scalar.value < 0x80 {
                output.append(scalar == "-" ? dash : scalar)
            } else if let twin = twins[scalar] {
                output.append(twin)
            } else if !isInvisible(scalar) {
                output.append(scalar)
            }
            isAfterSpace = isSpace
        }
        return String(output)
    }

    /// All dashes are one, and one with the sound mark ー: which of them stands in サ－バ－ depends on the keyboard.
    private static let dash: Unicode.Scalar = "ー"

    private static let twins: [Unicode.Scalar: Unicode.Scalar] = {
        var twins: [Unicode.Scalar: Unicode.Scalar] = [
            "〜": "~", "〰": "~", "’": "'", "‘": "'", "“": "\"", "”": "\"",
            // Forms of kanji that names keep.
            "髙": "高", "﨑": "崎", "𠮷": "吉", "濵": "浜", "濱": "浜", "邉": "辺", "邊": "辺", "齋": "斎", "齊": "斉", "澤": "沢",
        ]
        for scalar in "‐‒–—―−─".unicodeScalars { twins[scalar] = dash }
        return twins
    }()

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x80 ? scalar == " " || (0x09...0x0D).contains(scalar.value) : scalar.properties.isWhitespace
    }

    /// Joiners, variation selectors and the like.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3040...0x30FF, 0x4E00...0x9FFF: false
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}
