internal import MCPCore

/// Appends one line of a log to bytes that are there already. It allocates nothing for what most lines have.
struct LineWriter {
    var bytes: [UInt8]
    var clock: LineClock
    /// Inside a JSON object, behind its first member.
    private var hasMembers = false

    init(bytes: [UInt8] = [], clock: LineClock = LineClock()) {
        self.bytes = bytes
        self.clock = clock
    }

    mutating func time(_ now: Duration) {
        bytes += clock.prefix(of: now)
        let millisecond = Int(now.components.attoseconds / 1_000_000_000_000_000)
        for digit in [millisecond / 100, millisecond / 10 % 10, millisecond % 10] { bytes.append(UInt8(ascii: "0") + UInt8(digit)) }
        bytes.append(UInt8(ascii: "Z"))
    }

    mutating func raw(_ text: String) { bytes += text.utf8 }
    mutating func raw(_ text: StaticString) { bytes += UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount) }

    mutating func integer(_ value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = value.magnitude
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// Milliseconds, with three digits behind the point.
    mutating func milliseconds(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let microseconds = max(0, seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
        integer(microseconds / 1_000)
        bytes.append(UInt8(ascii: "."))
        let part = Int(microseconds % 1_000)
        for digit in [part / 100, part / 10 % 10, part % 10] { bytes.append(UInt8(ascii: "0") + UInt8(digit)) }
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
        guard text.utf8.allSatisfy(Self.isPlain) else {
            var writer = JSONWriter(capacity: text.utf8.count + 16)
            writer.string(text)
            bytes += writer.bytes
            return
        }
        bytes.append(UInt8(ascii: "\""))
        bytes += text.utf8
        bytes.append(UInt8(ascii: "\""))
    }

    // MARK: - Text

    /// ` name=value`, with quotes where the value has blanks or is empty. Whatever would end the line is escaped.
    mutating func pair(_ name: String, _ value: String) {
        bytes.append(UInt8(ascii: " "))
        escaped(name)
        bytes.append(UInt8(ascii: "="))
        if value.isEmpty || value.utf8.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: "\"") }) {
            var writer = JSONWriter(capacity: value.utf8.count + 16)
            writer.string(value)
            bytes += writer.bytes
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

/// Writes the date once a second instead of once a line.
struct LineClock: Sendable {
    private var second: Int64 = .min
    private var text: [UInt8] = []

    /// `2026-01-01T10:00:00.`
    mutating func prefix(of now: Duration) -> [UInt8] {
        let second = now.components.seconds
        if second != self.second {
            self.second = second
            text = Array(WallClock.timestamp(.seconds(second)).utf8.dropLast(4))
        }
        return text
    }
}
