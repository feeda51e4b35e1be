internal import Foundation

extension String {
    /// The form in which text is stored: Unicode NFC, lines ended by a line feed.
    var storedForm: String {
        precomposedStringWithCanonicalMapping.replacing("\r\n", with: "\n")
    }

    /// The form in which text is compared: NFKC and lower case, so that full width, half width and case do not matter.
    var searchForm: String {
        // Foundation on Linux leaves the sound mark of half width kana uncomposed (ｽﾞ), so NFC is applied last.
        precomposedStringWithCompatibilityMapping.lowercased().precomposedStringWithCanonicalMapping
    }

    /// This text as a LIKE pattern that matches it anywhere, with `\` as the escape character.
    var likePattern: String {
        var pattern = "%"
        for character in unicodeScalars {
            if character == "%" || character == "_" || character == "\\" { pattern.unicodeScalars.append("\\") }
            pattern.unicodeScalars.append(character)
        }
        return pattern + "%"
    }

    /// At most `limit` code points, with an ellipsis when something was cut.
    func excerpt(_ limit: Int) -> String {
        guard unicodeScalars.count > limit else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(limit))) + "…"
    }

    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
