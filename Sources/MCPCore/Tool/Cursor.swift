/// The place in a list where the next page begins. Opaque to clients; one of another list is refused.
enum Cursor {
    /// - Throws: invalid params for a cursor that this list never gave out.
    static func page<Element: Sendable>(
        of elements: [Element], after cursor: String?, size: Int, fingerprint: UInt32
    ) throws(MCPError) -> Page<Element> {
        let start = try cursor.map { text throws(MCPError) in try offset(of: text, fingerprint) } ?? 0
        guard start <= elements.count else { throw .invalidParams("cursor is not one of this list") }
        let end = min(start + size, elements.count)
        return Page(Array(elements[start..<end]), nextCursor: end < elements.count ? text(of: end, fingerprint) : nil)
    }

    private static func text(of offset: Int, _ fingerprint: UInt32) -> String {
        "\(String(fingerprint, radix: 36)).\(String(offset, radix: 36))"
    }

    private static func offset(of text: String, _ fingerprint: UInt32) throws(MCPError) -> Int {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, UInt32(parts[0], radix: 36) == fingerprint, let offset = Int(parts[1], radix: 36), offset > 0 else {
            throw .invalidParams("cursor is not one of this list")
        }
        return offset
    }
}

extension Page {
    func map<Other>(_ transform: (Element) -> Other) -> Page<Other> {
        Page<Other>(elements.map(transform), nextCursor: nextCursor)
    }
}

/// The FNV-1a hash: the same in every process, which `Hasher` is not.
struct FNV1a {
    private(set) var value: UInt32 = 2_166_136_261

    mutating func combine(_ text: String) {
        for byte in text.utf8 { value = (value ^ UInt32(byte)) &* 16_777_619 }
        // Ends the text, so that "ab", "c" and "a", "bc" differ.
        value = (value ^ 0xFF) &* 16_777_619
    }
}
