/// The marks around text that others wrote. A model is told that what stands between them is data, not instructions.
///
/// Each pair carries a number drawn for it alone, and one that the text holds is not taken: no text can close its own boundary. What only
/// looks like a mark, with other brackets or letters or with characters in between that cannot be seen, has its bracket written as `&lt;`,
/// for a model reads by looks.
enum TextBoundary {
    private static let name = Array("ticket-data".unicodeScalars)
    /// Characters that are looked through between a bracket and the name: a mark is no longer than that.
    private static let reach = 64

    static func wrap(_ text: String) -> String {
        var generator = SystemRandomNumberGenerator()
        return wrap(text, using: &generator)
    }

    static func wrap(_ text: String, using generator: inout some RandomNumberGenerator) -> String {
        let text = disarmed(text)
        var mark = draw(&generator)
        // By bytes: as characters, a mark that is followed by a combining accent would not be found.
        let bytes = Array(text.utf8)
        while bytes.holds(Array(mark.utf8)) { mark = draw(&generator) }
        return "<ticket-data \(mark)>\n\(text)\n</ticket-data \(mark)>"
    }

    private static func draw(_ generator: inout some RandomNumberGenerator) -> String {
        let number = generator.next() as UInt64
        let digits = String(number >> 16, radix: 16)
        return String(repeating: "0", count: 12 - digits.count) + digits
    }

    private static func disarmed(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var isChanged = false
        for (index, scalar) in scalars.enumerated() {
            guard LookAlike.isOpeningBracket(scalar), startsMark(scalars[(index + 1)...].prefix(reach)) else {
                result.append(scalar)
                continue
            }
            result.append(contentsOf: "&lt;".unicodeScalars)
            isChanged = true
        }
        return isChanged ? String(result) : text
    }

    /// Whether the name of a mark comes next, past slashes, blanks and what cannot be seen.
    private static func startsMark(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        var matched = 0
        for scalar in scalars {
            if LookAlike.isNothing(scalar) { continue }
            if matched == 0, LookAlike.isSlash(scalar) { continue }
            let letter = LookAlike.letter(scalar)
            // The hyphen may be left out, or be a blank.
            if name[matched] == "-", letter == name[matched + 1] { matched += 1 }
            guard letter == name[matched] else { return false }
            matched += 1
            if matched == name.count { return true }
        }
        return false
    }
}

extension [UInt8] {
    fileprivate func holds(_ part: [UInt8]) -> Bool {
        guard count >= part.count, let first = part.first else { return false }
        return (0...(count - part.count)).contains { self[$0] == first && self[$0...].starts(with: part) }
    }
}
