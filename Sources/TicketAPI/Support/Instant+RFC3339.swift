extension Instant {
    /// RFC 3339 in UTC with `Z`: whole seconds, or milliseconds when there are any.
    public var rfc3339: String {
        let day = Int64((Double(milliseconds) / 86_400_000).rounded(.down))
        let time = milliseconds - day * 86_400_000
        let date = CivilDate(dayNumber: day)
        var text = "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
        text += "T\(padded(Int(time / 3_600_000), 2)):\(padded(Int(time / 60_000 % 60), 2)):\(padded(Int(time / 1000 % 60), 2))"
        if time % 1000 != 0 { text += ".\(padded(Int(time % 1000), 3))" }
        return text + "Z"
    }

    /// Reads `2026-11-21T09:30:00Z`, `…T09:30:00.250+09:00`. Nil for anything else; digits beyond milliseconds are dropped.
    public init?(rfc3339 text: String) {
        var reader = DigitReader(text)
        guard let date = reader.date(), reader.take(0x54) || reader.take(0x74) else { return nil }
        guard let hour = reader.number(2, 0...23), reader.take(0x3A), let minute = reader.number(2, 0...59),
            reader.take(0x3A), let second = reader.number(2, 0...60)
        else { return nil }
        guard let fraction = reader.fraction(), let offset = reader.offset(), reader.atEnd else { return nil }
        let seconds = Int64(hour * 3600 + minute * 60 + min(second, 59)) - Int64(offset * 60)
        self.init(milliseconds: date.start.milliseconds + seconds * 1000 + Int64(fraction))
    }
}

extension CivilDate {
    /// Reads `2026-11-21`. Nil for anything else.
    init?(_ text: String) {
        var reader = DigitReader(text)
        guard let date = reader.date(), reader.atEnd else { return nil }
        self = date
    }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = Substring(text).utf8
    }

    var atEnd: Bool { rest.isEmpty }

    mutating func take(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func digit() -> Int? {
        guard let byte = rest.first, (0x30...0x39).contains(byte) else { return nil }
        rest = rest.dropFirst()
        return Int(byte - 0x30)
    }

    mutating func number(_ digits: Int, _ range: ClosedRange<Int>) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return range.contains(value) ? value : nil
    }

    mutating func date() -> CivilDate? {
        guard let year = number(4, 1...9999), take(0x2D), let month = number(2, 1...12), take(0x2D), let day = number(2, 1...31) else {
            return nil
        }
        return CivilDate(year: year, month: month, day: day)
    }

    /// Milliseconds; 0 when there is no fraction, nil when it is malformed.
    mutating func fraction() -> Int? {
        guard take(0x2E) else { return 0 }
        guard var value = digit() else { return nil }
        var digits = 1
        while let digit = digit() {
            digits += 1
            if digits <= 3 { value = value * 10 + digit }
        }
        for _ in 0..<max(0, 3 - digits) { value *= 10 }
        return value
    }

    /// Minutes east of UTC.
    mutating func offset() -> Int? {
        if take(0x5A) || take(0x7A) { return 0 }
        let sign = take(0x2B) ? 1 : (take(0x2D) ? -1 : 0)
        guard sign != 0, let hours = number(2, 0...23), take(0x3A), let minutes = number(2, 0...59) else { return nil }
        return sign * (hours * 60 + minutes)
    }
}
