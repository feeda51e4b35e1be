internal import Foundation

extension String {
    /// The form in which text is stored: Unicode NFC, lines ended by a line feed.
    var storedForm: String {
        precomposedStringWithCanonicalMapping.replacing("\r\n", with: "\n")
    }

    /// At most `limit` code points, with an ellipsis when something was cut.
    func excerpt(_ limit: Int) -> String {
        guard unicodeScalars.count > limit else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(limit))) + "…"
    }

    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
