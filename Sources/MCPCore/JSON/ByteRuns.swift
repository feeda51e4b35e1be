/// Searches and comparisons that look at eight bytes at a time.
enum ByteRuns {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The first byte that a string must escape or that ends it: a control character, a quote or a backslash. Bytes of multi-byte
    /// scalars are passed over.
    @inline(__always)
    static func endOfUnescaped(in text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
        scan(text, start, end, stopsAtMultibyte: false)
    }

    /// Whether a string must escape one of a word's eight bytes.
    @inline(__always)
    static func holdsEscapes(_ word: UInt64) -> Bool { marks(word) & highs != 0 }

    /// The same as ``endOfUnescaped(in:from:to:)``, but stops at bytes of multi-byte scalars too.
    @inline(__always)
    static func endOfPlainASCII(in text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
        scan(text, start, end, stopsAtMultibyte: true)
    }

    /// Whether two runs of one length hold the same.
    @inline(__always)
    static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        var position = 0
        while position + 8 <= left.count {
            let word = left.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            guard word == right.loadUnaligned(fromByteOffset: position, as: UInt64.self) else { return false }
            position += 8
        }
        while position < left.count {
            guard left[position] == right[position] else { return false }
            position += 1
        }
        return true
    }

    @inline(__always)
    private static func scan(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, stopsAtMultibyte: Bool) -> Int {
        var position = start
        let raw = UnsafeRawBufferPointer(text)
        while position + 8 <= end {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            var found = marks(word)
            if stopsAtMultibyte { found |= word }
            found &= highs
            if found != 0 { return position + found.trailingZeroBitCount / 8 }
            position += 8
        }
        while position < end {
            let byte = text[position]
            guard byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), !stopsAtMultibyte || byte < 0x80 else { break }
            position += 1
        }
        return position
    }

    /// Sets the high bit of each byte that is a quote, a backslash or below 0x20; a borrow can only mark a byte above one that is marked.
    @inline(__always)
    private static func marks(_ word: UInt64) -> UInt64 {
        let quotes = word ^ (ones &* 0x22)
        let slashes = word ^ (ones &* 0x5C)
        return ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes) | ((word &- (ones &* 0x20)) & ~word)
    }
}
