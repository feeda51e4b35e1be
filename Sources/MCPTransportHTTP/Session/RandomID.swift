/// Identifiers that cannot be guessed.
enum RandomID {
    /// 192 bits from the system's secure generator, as 48 hexadecimal digits: visible ASCII, as session ids must be.
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        var text = ""
        text.reserveCapacity(48)
        for _ in 0..<3 {
            let digits = String(generator.next() as UInt64, radix: 16)
            text += String(repeating: "0", count: 16 - digits.count) + digits
        }
        return text
    }
}
