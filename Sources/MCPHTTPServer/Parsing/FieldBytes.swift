extension UInt8 {
    /// Of a field's name or a method (RFC 9110, section 5.6.2): letters, digits, and ``!#$%&'*+-.^_`|~``.
    @inline(__always)
    var isTokenByte: Bool {
        // A bit for each character of ASCII: this is asked for every byte of every name.
        switch self {
        case 0..<64: 0x03FF_6CFA_0000_0000 as UInt64 >> UInt64(self) & 1 == 1
        case 64..<128: 0x57FF_FFFF_C7FF_FFFE as UInt64 >> UInt64(self & 63) & 1 == 1
        default: false
        }
    }

    /// Anything but control characters; the tab is allowed (RFC 9110, section 5.5).
    @inline(__always)
    var isFieldValueByte: Bool {
        self >= 0x20 && self != 0x7F || self == 0x09
    }

    /// Of a request target: what can be seen in ASCII. A fragment is no part of it (RFC 9112, section 3.2).
    @inline(__always)
    var isTargetByte: Bool {
        self > 0x20 && self < 0x7F && self != UInt8(ascii: "#")
    }

    @inline(__always)
    var isBlank: Bool { self == 0x20 || self == 0x09 }

    @inline(__always)
    var lowercased: UInt8 { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self ? self | 0x20 : self }
}

extension String {
    /// Whether it may be sent as the name of a field.
    var isFieldName: Bool {
        !isEmpty && withBytes { $0.allSatisfy { $0.isTokenByte } }
    }

    /// Whether it may be sent as the value of a field.
    var isFieldValue: Bool {
        withBytes { $0.allSatisfy { $0.isFieldValueByte } }
    }

    /// Equality with a token in lower case, without regard to the case of ASCII letters.
    @inline(__always)
    func isToken(_ token: StaticString) -> Bool {
        // Most names are told apart by their length.
        utf8.count == token.utf8CodeUnitCount && withBytes { HeadBytes($0[...]).isToken(token) }
    }

    /// Gives the text as bytes that lie together, which is how nearly all texts are kept: walking a string costs several times as much.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        var text = self
        return text.withUTF8(body)
    }
}
