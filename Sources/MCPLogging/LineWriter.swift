internal import MCPCore

/// Writes one line of a log, without an allocation for each of its parts.
struct LineWriter {
    private(set) var bytes: [UInt8] = []
    /// Inside a JSON object, behind its first member.
    private var hasMembers = false

    init() {
        bytes.reserveCapacity(512)
    }

    /// Ends the line.
    mutating func feed() { bytes.append(UInt8(ascii: "\n")) }

    /// In UTC, with milliseconds (RFC 3339, section 5.6).
    mutating func time(_ now: Duration) {
        let milliseconds = WallClock.milliseconds(of: now)
        let date = WallClock.date(of: milliseconds)
        digits(date.year, 4)
        bytes.append(UInt8(ascii: "-"))
        digits(date.month, 2)
        bytes.append(UInt8(ascii: "-"))
        digits(date.day, 2)
        bytes.append(UInt8(ascii: "T"))
        let rest = milliseconds - date.start
        digits(rest / 3_600_000, 2)
        bytes.append(UInt8(ascii: ":"))
        digits(rest / 60_000 % 60, 2)
        bytes.append(UInt8(ascii: ":"))
        digits(rest / 1_000 % 60, 2)
        bytes.append(UInt8(ascii: "."))
        digits(rest % 1_000, 3)
        bytes.append(UInt8(ascii: "Z"))
    }

    private mutating func digits(_ number: Int64, _ count: Int) {
        var divisor: Int64 = count == 4 ? 1_000 : count == 3 ? 100 : 10
        for _ in 0..<count {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }

    mutating func raw(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    mutating func raw(_ text: StaticString) { bytes += UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount) }

    mutating func integer(_ value: Int64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var (rest, start) = (value.magnitude, 20)
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            if value < 0 { bytes.append(UInt8(ascii: "-")) }
            bytes.append(contentsOf: digits[start..<20])
        }
    }

    /// Milliseconds, with three digits behind the point.
    mutating func milliseconds(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let microseconds = max(0, min(seconds, 1 << 40) * 1_000_000 + attoseconds / 1_000_000_000_000)
        integer(microseconds / 1_000)
        bytes.append(UInt8(ascii: "."))
        digits(microseconds % 1_000, 3)
    }

    // MARK: - JSON

    mutating func begin() {
        bytes.append(UInt8(ascii: "{"))
        hasMembers = false
    }

    mutating func end() { bytes.append(UInt8(ascii: "}")) }

    /// - Parameter name: needs no escapes.
    mutating func key(_ name: StaticString) {
        raw(hasMembers ? ",\"" : "\"")
        hasMembers = true
        raw(name)
        raw("\":")
    }

    mutating func key(_ name: String) {
        if hasMembers { bytes.append(UInt8(ascii: ",")) }
        hasMembers = true
        string(name)
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func string(_ text: String) {
        var text = text
        let isPlain = text.withUTF8 { utf8 in
            guard utf8.allSatisfy(Self.isPlain) else { return false }
            bytes.append(UInt8(ascii: "\""))
            bytes.append(contentsOf: utf8)
            bytes.append(UInt8(ascii: "\""))
            return true
        }
        if !isPlain { quoted(text) }
    }

    private mutating func quoted(_ text: String) {
        var writer = JSONWriter(capacity: text.utf8.count + 16)
        writer.string(text)
        bytes += writer.bytes
    }

    /// 16 digits.
    mutating func hex(_ value: UInt64) {
        for index in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * index)) & 0xF
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }

    // MARK: - Text

    /// ` name=value`, with quotes where the value has blanks or is empty. Whatever would end the line is escaped.
    mutating func pair(_ name: String, _ value: String) {
        bytes.append(UInt8(ascii: " "))
        escaped(name)
        bytes.append(UInt8(ascii: "="))
        if value.isEmpty || value.utf8.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: "\"") }) {
            quoted(value)
        } else {
            escaped(value)
        }
    }

    /// Text on one line: a message that holds a line feed must not look like two lines.
    mutating func escaped(_ text: String) {
        guard text.unicodeScalars.contains(where: Self.isControl) else { return raw(text) }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": raw("\\n")
            case "\r": raw("\\r")
            case "\t": raw("\\t")
            case _ where Self.isControl(scalar): raw("\\u{" + String(scalar.value, radix: 16) + "}")
            default: bytes += String(scalar).utf8
            }
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value || scalar.value == 0x2028 || scalar.value == 0x2029
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        0x20...0x7E ~= byte && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
}
