/// Appends JSON to one growing buffer: compact, raw UTF-8, escapes only where RFC 8259 demands them.
///
/// Commas are placed by the writer. Balance and alternation of keys and values are the caller's; a value type that is written wrongly
/// shows in the first test that reads it back.
public struct JSONWriter: Sendable {
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    public init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    /// Makes room for about so many more bytes, all at once.
    mutating func reserve(_ count: Int) {
        if bytes.capacity - bytes.count < count { bytes.reserveCapacity(bytes.count + count) }
    }

    @inline(__always)
    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    public mutating func beginObject() {
        separate()
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
    }

    public mutating func endObject() {
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    public mutating func beginArray() {
        separate()
        bytes.append(UInt8(ascii: "["))
        needsComma = false
    }

    public mutating func endArray() {
        bytes.append(UInt8(ascii: "]"))
        needsComma = true
    }

    /// A member's name; its value must follow.
    public mutating func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A member's name that is known to need no escapes.
    mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    public mutating func null() { raw("null") }
    public mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

    public mutating func integer(_ value: Int64) {
        separate()
        needsComma = true
        if value >= 0, value < 10 {
            bytes.append(UInt8(ascii: "0") + UInt8(value))
            return
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var magnitude = value.magnitude
            var start = 20
            repeat {
                let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: 10)
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: remainder)
                magnitude = quotient
            } while magnitude > 0
            if value < 0 {
                bytes.append(UInt8(ascii: "-"))
            }
            bytes.append(contentsOf: digits[start..<20])
        }
    }

    /// A double in its shortest form that reads back the same; NaN and the infinities become null, since JSON has no word for them.
    public mutating func double(_ value: Double) {
        guard value.isFinite else { return null() }
        if let integer = Int64(exactly: value), value.magnitude <= 9_007_199_254_740_992 {
            self.integer(integer)
        } else {
            raw(value.description)
        }
    }

    public mutating func string(_ value: String) {
        separate()
        quote(value)
        needsComma = true
    }

    public mutating func value(_ value: JSON) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .integer(let value): integer(value)
        case .number(let value): raw(value.literal)
        case .string(let value): string(value)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let value): object(value)
        }
    }

    public mutating func object(_ object: JSONObject) {
        beginObject()
        for member in object.members {
            key(member.key)
            value(member.value)
        }
        endObject()
    }

    /// Text that is JSON already.
    mutating func raw(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    /// Bytes that are one JSON value already.
    public mutating func raw(_ value: RawJSON) {
        separate()
        bytes.append(contentsOf: value.bytes)
        needsComma = true
    }

    /// A slice of a text that was scanned.
    public mutating func raw(_ slice: JSONSlice) {
        separate()
        bytes.append(contentsOf: slice.bytes)
        needsComma = true
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { appendEscaped($0) }
        if done == nil {
            Array(text.utf8).withUnsafeBufferPointer { appendEscaped($0) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func appendEscaped(_ source: UnsafeBufferPointer<UInt8>) {
        var start = ByteRuns.endOfUnescaped(in: source, from: 0, to: source.count)
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[..<start]))
        guard start < source.count else { return }
        withUnsafeTemporaryAllocation(byteCount: StringEscapes.bufferSize, alignment: 8) { buffer in
            while start < source.count {
                let end = min(start + StringEscapes.pieceSize, source.count)
                let count = StringEscapes.write(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: source[start..<end])), to: buffer)
                bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                start = end
            }
        }
    }
}
