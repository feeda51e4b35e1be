/// Protocol text, byte by byte. Characters know far more than tokens of HTTP need, and cost accordingly.
enum ASCII {
    /// Equality without regard to the case of letters.
    @inline(__always)
    static func equal(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        var other = right.makeIterator()
        for byte in left {
            guard let next = other.next(), lower(byte) == lower(next) else { return false }
        }
        return true
    }

    /// Equality with a token in lower case.
    @inline(__always)
    static func equal(_ text: Substring.UTF8View, _ token: StaticString) -> Bool {
        guard text.count == token.utf8CodeUnitCount else { return false }
        var index = 0
        for byte in text {
            guard lower(byte) == token.utf8Start[index] else { return false }
            index += 1
        }
        return true
    }

    /// Without blanks at either end.
    static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        var text = text
        while let byte = text.first, byte == 0x20 || byte == 0x09 { text = text.dropFirst() }
        while let byte = text.last, byte == 0x20 || byte == 0x09 { text = text.dropLast() }
        return text
    }

    /// Up to the first semicolon: the type of a media range, without its parameters.
    static func beforeParameters(_ text: Substring.UTF8View) -> Substring.UTF8View {
        trimmed(text.prefix { $0 != UInt8(ascii: ";") })
    }

    @inline(__always)
    static func lower(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }
}
