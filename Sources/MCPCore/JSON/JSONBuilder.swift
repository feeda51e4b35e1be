/// Builds values from bytes that ``JSONScanner`` has accepted; it checks nothing again.
struct JSONBuilder: ~Copyable {
    private let text: UnsafeBufferPointer<UInt8>
    private var position: Int

    init(_ text: UnsafeBufferPointer<UInt8>, at position: Int) {
        self.text = text
        self.position = position
    }

    mutating func value() -> JSON {
        switch text[position] {
        case UInt8(ascii: "\""): return .string(string())
        case UInt8(ascii: "{"): return .object(object())
        case UInt8(ascii: "["): return .array(array())
        case UInt8(ascii: "t"):
            position += 4
            return .bool(true)
        case UInt8(ascii: "f"):
            position += 5
            return .bool(false)
        case UInt8(ascii: "n"):
            position += 4
            return .null
        default: return number()
        }
    }

    /// Moves to the next byte that means something.
    @inline(__always)
    private mutating func skipSpace() {
        while text[position] <= 0x20 { position += 1 }
    }

    /// Moves past one value.
    /// - Returns: where it stands.
    private mutating func skipValue() -> Range<Int> {
        let start = position
        var depth = 0
        repeat {
            switch text[position] {
            case UInt8(ascii: "\""): _ = stringRange()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                position += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"), 0x00...0x20: position += 1
            default: skipWord()
            }
        } while depth > 0
        return start..<position
    }

    /// Moves past a number, `true`, `false` or `null`.
    private mutating func skipWord() {
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x00...0x20: return
            default: position += 1
            }
        }
    }

    /// Where the value of a member stands, in the object at the current position.
    mutating func rangeOfMember(_ name: StaticString) -> Range<Int>? {
        position += 1
        skipSpace()
        while text[position] != UInt8(ascii: "}") {
            let (range, hasEscape) = stringRange()
            skipSpace()
            position += 1
            skipSpace()
            let value = skipValue()
            if JSONKey(range: range, hasEscape: hasEscape).equals(name, in: text) { return value }
            skipSpace()
            if text[position] == UInt8(ascii: ",") {
                position += 1
                skipSpace()
            }
        }
        return nil
    }

    private mutating func array() -> [JSON] {
        var elements: [JSON] = []
        position += 1
        skipSpace()
        while text[position] != UInt8(ascii: "]") {
            elements.append(value())
            skipSpace()
            if text[position] == UInt8(ascii: ",") {
                position += 1
                skipSpace()
            }
        }
        position += 1
        return elements
    }

    private mutating func object() -> JSONObject {
        var members: [JSONObject.Member] = []
        position += 1
        skipSpace()
        while text[position] != UInt8(ascii: "}") {
            let key = string()
            skipSpace()
            position += 1
            skipSpace()
            members.append(JSONObject.Member(key, value()))
            skipSpace()
            if text[position] == UInt8(ascii: ",") {
                position += 1
                skipSpace()
            }
        }
        position += 1
        return JSONObject(unchecked: members)
    }

    private mutating func string() -> String {
        let (range, hasEscape) = stringRange()
        return Self.string(in: text, range: range, hasEscape: hasEscape)
    }

    /// Moves past a string.
    /// - Returns: where it stands, without its quotes.
    private mutating func stringRange() -> (range: Range<Int>, hasEscape: Bool) {
        let start = position + 1
        var end = start
        var hasEscape = false
        while true {
            end = ByteRuns.endOfUnescaped(in: text, from: end, to: text.count)
            if text[end] == UInt8(ascii: "\"") { break }
            hasEscape = true
            end += 2
        }
        position = end + 1
        return (start..<end, hasEscape)
    }

    private mutating func number() -> JSON {
        let start = position
        var isInteger = true
        scan: while position < text.count {
            switch text[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"): position += 1
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
                isInteger = false
                position += 1
            default: break scan
            }
        }
        let literal = text[start..<position]
        if isInteger, let value = Self.integer(literal) { return .integer(value) }
        return .number(JSONNumber(literal: String(decoding: UnsafeBufferPointer(rebasing: literal), as: UTF8.self)))
    }

    /// - Returns: nil for what 64 bits cannot hold and for `-0`, whose sign an integer would lose.
    private static func integer(_ literal: Slice<UnsafeBufferPointer<UInt8>>) -> Int64? {
        let isNegative = literal.first == UInt8(ascii: "-")
        var value: Int64 = 0
        for byte in literal.dropFirst(isNegative ? 1 : 0) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let digit = Int64(byte - UInt8(ascii: "0"))
            let (sum, carry) = isNegative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return isNegative && value == 0 ? nil : value
    }

    /// The text of a string that stands, without its quotes, in `range`.
    static func string(in text: UnsafeBufferPointer<UInt8>, range: Range<Int>, hasEscape: Bool) -> String {
        guard hasEscape else { return String(decoding: UnsafeBufferPointer(rebasing: text[range]), as: UTF8.self) }
        return String(unsafeUninitializedCapacity: range.count) { unescape(text, range, into: $0) }
    }

    /// - Returns: how many bytes were written; an escape is never shorter than what it stands for.
    private static func unescape(
        _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, into output: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        var count = 0
        var index = range.lowerBound
        func put(_ byte: UInt8) {
            output[count] = byte
            count += 1
        }
        while index < range.upperBound {
            guard text[index] == UInt8(ascii: "\\") else {
                put(text[index])
                index += 1
                continue
            }
            let kind = text[index + 1]
            index += 2
            switch kind {
            case UInt8(ascii: "b"): put(0x08)
            case UInt8(ascii: "f"): put(0x0C)
            case UInt8(ascii: "n"): put(0x0A)
            case UInt8(ascii: "r"): put(0x0D)
            case UInt8(ascii: "t"): put(0x09)
            case UInt8(ascii: "u"):
                var scalar = codeUnit(text, at: index)
                index += 4
                if 0xD800..<0xDC00 ~= scalar {
                    scalar = 0x10000 + (scalar - 0xD800) << 10 + (codeUnit(text, at: index + 2) - 0xDC00)
                    index += 6
                }
                if let scalar = Unicode.Scalar(scalar) { UTF8.encode(scalar)?.forEach(put) }
            default: put(kind)
            }
        }
        return count
    }

    private static func codeUnit(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32 {
        var unit: UInt32 = 0
        for offset in 0..<4 { unit = unit << 4 | UInt32(hexadecimalDigit(text[index + offset]) ?? 0) }
        return unit
    }
}
