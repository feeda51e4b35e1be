extension String {
    /// Compares without regard to the case of A to Z, and of nothing else.
    func equalsIgnoringASCIICase(_ other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return withBytes(of: other) { left, right in
            left.indices.allSatisfy { left[$0] == right[$0] || left[$0].lowercasedASCII == right[$0].lowercasedASCII }
        }
    }

    /// A to Z made small, the rest as it is.
    var lowercasedASCII: String { String(decoding: utf8.map(\.lowercasedASCII), as: UTF8.self) }

    /// A token of RFC 9110, 5.6.2: what a method or a field name may be.
    var isToken: Bool { !isEmpty && utf8.allSatisfy(\.isTokenByte) }

    /// Without the spaces and tabs on both ends.
    var trimmedBlanks: Substring { self[...].trimmedBlanks }

    /// Strings are equal that differ in bytes.
    func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return withBytes(of: other) { left, right in left.indices.allSatisfy { left[$0] == right[$0] } }
    }

    /// Going through the bytes of a string itself is a call for each of them.
    private func withBytes(
        of other: String, _ compare: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool
    ) -> Bool {
        var left = self
        var right = other
        return left.withUTF8 { left in right.withUTF8 { compare(left, $0) } }
    }
}

extension Substring {
    var trimmedBlanks: Substring {
        var rest = self
        while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return rest
    }
}

extension UInt8 {
    var lowercasedASCII: UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self }

    var isTokenByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(self)
        }
    }
}
