internal import MCPCore

/// Writes lines of a log, without an allocation for any of their parts.
package struct LineWriter: ~Copyable, Sendable {
    package private(set) var buffer: LineBuffer
    /// Inside a JSON object, behind its first member.
    private var hasMembers = false
    /// The second that `stamp` is of, since 1970: most lines are of the second that the one before was of.
    private var second = Int64.min
    /// `2026-01-01T10:00:00.`
    private var stamp = LineBuffer(capacity: 32)

    package init(capacity: Int = 512) {
        buffer = LineBuffer(capacity: capacity)
    }

    package var count: Int { buffer.count }

    package mutating func removeAll() { buffer.removeAll() }

    mutating func append(_ other: borrowing LineWriter) { buffer.append(other.buffer.bytes.assumingMemoryBound(to: UInt8.self)) }

    /// Ends the line.
    mutating func feed() { byte("\n") }

    package mutating func raw(_ text: StaticString) { buffer.append(text) }
    /// Named apart, so that literals are not taken for it: they need no retaining.
    package mutating func rawText(_ text: String) { buffer.append(text) }

    private mutating func byte(_ character: Unicode.Scalar) { buffer.append(UInt8(truncatingIfNeeded: character.value)) }

    // MARK: - Numbers

    /// In UTC, with milliseconds (RFC 3339, section 5.6).
    /// - Parameter milliseconds: since 1970.
    mutating func time(_ milliseconds: Int64) {
        let part = (milliseconds % 1_000 + 1_000) % 1_000
        let second = (milliseconds - part) / 1_000
        if second != self.second {
            self.second = second
            let date = WallClock.date(of: milliseconds)
            let ofDay = milliseconds - date.start
            stamp.removeAll()
            Self.digits(date.year, 4, "-", &stamp)
            Self.digits(date.month, 2, "-", &stamp)
            Self.digits(date.day, 2, "T", &stamp)
            Self.digits(ofDay / 3_600_000, 2, ":", &stamp)
            Self.digits(ofDay / 60_000 % 60, 2, ":", &stamp)
            Self.digits(ofDay / 1_000 % 60, 2, ".", &stamp)
        }
        buffer.append(stamp.bytes.assumingMemoryBound(to: UInt8.self))
        Self.digits(part, 3, "Z", &buffer)
    }

    private static func digits(_ number: Int64, _ count: Int, _ end: Unicode.Scalar, _ buffer: inout LineBuffer) {
        buffer.append(count: count + 1) { place in
            var rest = UInt64(truncatingIfNeeded: max(0, number))
            for index in stride(from: count - 1, through: 0, by: -1) {
                place[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            place[count] = UInt8(truncatingIfNeeded: end.value)
        }
    }

    package mutating func integer(_ value: Int64) {
        if value < 0 { byte("-") }
        let magnitude = value.magnitude
        var (count, limit) = (1, UInt64(10))
        while count < 19, magnitude >= limit {
            count += 1
            limit *= 10
        }
        // Nineteen digits are the most that there can be.
        buffer.append(count: count) { place in
            var rest = magnitude
            for index in stride(from: count - 1, through: 0, by: -1) {
                place[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
        }
    }

    /// Milliseconds, with three digits behind the point.
    mutating func milliseconds(ofNanoseconds nanoseconds: Int64) {
        let microseconds = max(0, nanoseconds) / 1_000
        integer(microseconds / 1_000)
        buffer.append(count: 4) { place in
            let part = microseconds % 1_000
            place[0] = UInt8(ascii: ".")
            place[1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: part / 100)
            place[2] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: part / 10 % 10)
            place[3] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: part % 10)
        }
    }

    /// 16 digits.
    package mutating func hex(_ value: UInt64) {
        buffer.append(count: 16) { place in
            var rest = value
            for index in stride(from: 15, through: 0, by: -1) {
                let digit = UInt8(truncatingIfNeeded: rest & 0xF)
                place[index] = digit &+ (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
                rest >>= 4
            }
        }
    }

    // MARK: - JSON

    mutating func begin() {
        byte("{")
        hasMembers = false
    }

    mutating func end() { byte("}") }

    /// - Parameter name: needs no escapes.
    mutating func key(_ name: StaticString) {
        raw(hasMembers ? ",\"" : "\"")
        hasMembers = true
        raw(name)
        raw("\":")
    }

    mutating func key(_ name: String) {
        if hasMembers { byte(",") }
        hasMembers = true
        string(name)
        byte(":")
    }

    package mutating func string(_ text: String) {
        let isPlain = text.utf8.withContiguousStorageIfAvailable { utf8 in
            guard utf8.allSatisfy(Self.isPlain) else { return false }
            buffer.append(UInt8(ascii: "\""))
            buffer.append(utf8)
            buffer.append(UInt8(ascii: "\""))
            return true
        }
        if isPlain != true { quoted(text) }
    }

    private mutating func quoted(_ text: String) {
        var writer = JSONWriter(capacity: text.utf8.count + 16)
        writer.string(text)
        writer.bytes.withUnsafeBufferPointer { buffer.append($0) }
    }

    // MARK: - Text

    /// ` name=value`, with quotes where the value has blanks or is empty. Whatever would end the line is escaped.
    mutating func pair(_ name: String, _ value: String) {
        byte(" ")
        escaped(name)
        byte("=")
        if value.isEmpty || value.utf8.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: "\"") }) {
            quoted(value)
        } else {
            escaped(value)
        }
    }

    /// Text on one line: a message that holds a line feed must not look like two lines.
    mutating func escaped(_ text: String) {
        guard text.unicodeScalars.contains(where: Self.isControl) else { return rawText(text) }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": raw("\\n")
            case "\r": raw("\\r")
            case "\t": raw("\\t")
            case _ where Self.isControl(scalar): rawText("\\u{" + String(scalar.value, radix: 16) + "}")
            default: rawText(String(scalar))
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
