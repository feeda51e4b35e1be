/// Protocol text, byte by byte. Characters know far more than tokens of HTTP need, and cost accordingly.
enum ASCII {
    /// Part of a text's bytes, valid while ``Swift/String/withBytes(_:)`` runs.
    typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    /// Equality with a token in lower case, without regard to the case of letters.
    @inline(__always)
    static func equal(_ text: Bytes, _ token: StaticString) -> Bool {
        guard text.count == token.utf8CodeUnitCount else { return false }
        var expected = token.utf8Start
        for byte in text {
            guard lower(byte) == expected.pointee else { return false }
            expected += 1
        }
        return true
    }

    /// Without blanks at either end.
    static func trimmed(_ text: Bytes) -> Bytes {
        var text = text
        while let byte = text.first, isBlank(byte) { text.removeFirst() }
        while let byte = text.last, isBlank(byte) { text.removeLast() }
        return text
    }

    /// Takes what stands before the first separator, or all where there is none; the separator goes too.
    static func take(before separator: UInt8, from text: inout Bytes) -> Bytes {
        let end = text.firstIndex(of: separator) ?? text.endIndex
        defer { text = text[(end < text.endIndex ? end + 1 : end)...] }
        return text[..<end]
    }

    /// Up to the first semicolon: the type of a media range, without its parameters.
    static func beforeParameters(_ text: Bytes) -> Bytes {
        var rest = text
        return trimmed(take(before: UInt8(ascii: ";"), from: &rest))
    }

    @inline(__always)
    static func lower(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

extension String {
    /// Gives the text as bytes that lie together, which is how nearly all texts are kept: walking a string costs several times as much.
    @inline(__always)
    func withBytes<Result>(_ body: (ASCII.Bytes) -> Result) -> Result {
        var text = self
        return text.withUTF8 { body($0[...]) }
    }

    /// Equality with a token in lower case, without regard to the case of ASCII letters.
    @inline(__always)
    func isToken(_ token: StaticString) -> Bool {
        // Most names are told apart by their length.
        utf8.count == token.utf8CodeUnitCount && withBytes { ASCII.equal($0, token) }
    }

    /// Equality without regard to the case of ASCII letters.
    func isSameToken(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return withBytes { left in
            other.withBytes { right in left.elementsEqual(right) { ASCII.lower($0) == ASCII.lower($1) } }
        }
    }
}
