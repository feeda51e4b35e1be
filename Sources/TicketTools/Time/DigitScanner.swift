/// Reads dates and times byte by byte.
struct DigitScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    /// Exactly `count` digits.
    mutating func number(_ count: Int) -> Int? {
        guard position + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + count] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        position += count
        return value
    }

    mutating func skip(_ choices: Character...) -> Character? {
        guard position < bytes.count, let found = choices.first(where: { $0.asciiValue == bytes[position] }) else { return nil }
        position += 1
        return found
    }

    /// `2026-11-21`
    mutating func date() -> CivilDate? {
        guard let year = number(4), skip("-") != nil, let month = number(2), skip("-") != nil, let day = number(2) else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// A fraction of a second, if there is one, in milliseconds; nil where the point has no digits behind it.
    mutating func fraction() -> Int? {
        guard skip(".", ",") != nil else { return 0 }
        var milliseconds = 0
        var digits = 0
        while let digit = number(1) {
            if digits < 3 { milliseconds = milliseconds * 10 + digit }
            digits += 1
        }
        guard digits > 0 else { return nil }
        for _ in 0..<max(0, 3 - digits) { milliseconds *= 10 }
        return milliseconds
    }

    /// `Z`, `+09:00` or `+0900`, in seconds.
    mutating func offset() -> Int? {
        guard let sign = skip("Z", "z", "+", "-") else { return nil }
        if sign == "Z" || sign == "z" { return 0 }
        guard let hours = number(2), hours <= 23 else { return nil }
        _ = skip(":")
        guard let minutes = number(2), minutes <= 59 else { return nil }
        return (hours * 60 + minutes) * (sign == "-" ? -60 : 60)
    }
}
