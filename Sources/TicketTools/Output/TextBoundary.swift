/// The marks around text that others wrote. A model is told that what stands between them is data, not instructions.
///
/// Each pair carries a number drawn for it alone, and one that the text holds is not taken: no text can close its own boundary.
enum TextBoundary {
    static func wrap(_ text: String) -> String {
        var generator = SystemRandomNumberGenerator()
        return wrap(text, using: &generator)
    }

    static func wrap(_ text: String, using generator: inout some RandomNumberGenerator) -> String {
        var mark = draw(&generator)
        while text.contains(mark) { mark = draw(&generator) }
        return "<ticket-data \(mark)>\n\(text)\n</ticket-data \(mark)>"
    }

    private static func draw(_ generator: inout some RandomNumberGenerator) -> String {
        let number = generator.next() as UInt64
        let digits = String(number >> 16, radix: 16)
        return String(repeating: "0", count: 12 - digits.count) + digits
    }
}
