extension UInt8 {
    /// Of a field's name or a method (RFC 9110, section 5.6.2).
    var isTokenByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"),
            UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "^"),
            UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// Anything but control characters; the tab is allowed (RFC 9110, section 5.5).
    var isFieldValueByte: Bool {
        self >= 0x20 && self != 0x7F || self == 0x09
    }
}

extension String {
    /// Equality with a token in lower case, without regard to the case of ASCII letters.
    func isToken(_ token: StaticString) -> Bool {
        guard utf8.count == token.utf8CodeUnitCount else { return false }
        let expected = UnsafeBufferPointer(start: token.utf8Start, count: token.utf8CodeUnitCount)
        return zip(utf8, expected).allSatisfy { byte, expected in
            byte == expected || (UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte && byte | 0x20 == expected)
        }
    }
}
