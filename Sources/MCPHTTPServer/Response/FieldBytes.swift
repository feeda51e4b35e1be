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
    /// Whether it may be sent, or was rightly received, as the name of a field.
    var isFieldName: Bool {
        !isEmpty && withBytes { $0.allSatisfy { $0.isTokenByte } }
    }

    /// Whether it may be sent, or was rightly received, as the value of a field.
    var isFieldValue: Bool {
        withBytes { $0.allSatisfy { $0.isFieldValueByte } }
    }

    /// Equality with a token in lower case, without regard to the case of ASCII letters.
    @inline(__always)
    func isToken(_ token: StaticString) -> Bool {
        // Most names are told apart by their length.
        guard utf8.count == token.utf8CodeUnitCount else { return false }
        return withBytes { bytes in
            for index in bytes.indices {
                let (byte, expected) = (bytes[index], token.utf8Start[index])
                guard byte == expected || (UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte && byte | 0x20 == expected) else { return false }
            }
            return true
        }
    }

    /// Gives the text as bytes that lie together, which is how nearly all texts are kept: walking a string costs several times as much.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        var text = self
        return text.withUTF8(body)
    }
}
