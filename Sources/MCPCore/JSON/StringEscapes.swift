/// Writes text as what stands between the quotes of a JSON string, escaped only where RFC 8259, section 7, demands it.
///
/// It writes to a plain buffer, a piece of the text at a time: an array is grown and checked once a piece then, not once an escape.
enum StringEscapes {
    /// How many bytes of text are taken at a time.
    static let pieceSize = 512
    /// The most that a piece becomes, six bytes for each, and room for a word written beyond its end.
    static let bufferSize = 6 * pieceSize + 8

    /// - Precondition: `piece` is no longer than ``pieceSize``, `output` no shorter than ``bufferSize``.
    /// - Returns: how many bytes were written.
    static func write(_ piece: UnsafeRawBufferPointer, to output: UnsafeMutableRawBufferPointer) -> Int {
        precondition(piece.count <= pieceSize && output.count >= bufferSize)
        guard let start = piece.baseAddress, let first = output.baseAddress else { return 0 }
        var source = start
        var target = first
        let end = start + piece.count
        while source + 8 <= end {
            let word = source.loadUnaligned(as: UInt64.self)
            // The whole word, of which only what needs no escape is kept.
            target.storeBytes(of: word, as: UInt64.self)
            let plain = ByteRuns.countOfUnescaped(in: word)
            source += plain
            target += plain
            if plain < 8 {
                target += escape(source.load(as: UInt8.self), target)
                source += 1
            }
        }
        while source < end {
            let byte = source.load(as: UInt8.self)
            source += 1
            if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                target.storeBytes(of: byte, as: UInt8.self)
                target += 1
            } else {
                target += escape(byte, target)
            }
        }
        return target - first
    }

    @inline(__always)
    private static func escape(_ byte: UInt8, _ target: UnsafeMutableRawPointer) -> Int {
        target.storeBytes(of: UInt8(ascii: "\\"), as: UInt8.self)
        if let letter = letter(of: byte) {
            target.storeBytes(of: letter, toByteOffset: 1, as: UInt8.self)
            return 2
        }
        let digits: StaticString = "0123456789abcdef"
        target.storeBytes(of: UInt8(ascii: "u"), toByteOffset: 1, as: UInt8.self)
        target.storeBytes(of: UInt8(ascii: "0"), toByteOffset: 2, as: UInt8.self)
        target.storeBytes(of: UInt8(ascii: "0"), toByteOffset: 3, as: UInt8.self)
        target.storeBytes(of: digits.utf8Start[Int(byte >> 4)], toByteOffset: 4, as: UInt8.self)
        target.storeBytes(of: digits.utf8Start[Int(byte & 15)], toByteOffset: 5, as: UInt8.self)
        return 6
    }

    @inline(__always)
    private static func letter(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0A: UInt8(ascii: "n")
        case 0x0C: UInt8(ascii: "f")
        case 0x0D: UInt8(ascii: "r")
        default: nil
        }
    }
}
