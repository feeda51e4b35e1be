/// Comma-separated values (RFC 4180) that spreadsheets take for text.
///
/// Every value is in quotation marks, so that no separator of any locale splits it. One that a spreadsheet would take for a formula gets
/// an apostrophe in front (OWASP, CSV injection), also in full width and behind blanks. Line feeds stay; other control characters become
/// blanks.
enum CSVText {
    /// Tells Excel that the file is UTF-8.
    static let byteOrderMark = "\u{FEFF}"

    static func row(_ values: [String]) -> String {
        values.map(cell).joined(separator: ",") + "\r\n"
    }

    static func cell(_ value: String) -> String {
        var text = String.UnicodeScalarView()
        if startsFormula(value) { text.append("'") }
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"":
                text.append("\"")
                text.append("\"")
            case "\n": text.append("\n")
            case _ where scalar.properties.generalCategory == .control: text.append(" ")
            default: text.append(scalar)
            }
        }
        return "\"\(String(text))\""
    }

    private static func startsFormula(_ value: String) -> Bool {
        for scalar in value.unicodeScalars {
            switch scalar {
            case "=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠", "−", "﹣", "﹢", "﹦", "﹫": return true
            case _ where scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint: continue
            case _ where scalar.properties.generalCategory == .control: continue
            default: return false
            }
        }
        return false
    }
}
