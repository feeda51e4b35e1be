/// Writes text as what stands between the quotes of a JSON string, escaped only where RFC 8259, section 7, demands it.
///
/// It writes to a plain buffer, a piece of the text at a time: an array is grown and checked once a piece then, not once an escape.
enum StringEscapes {
    /// How many bytes of text are taken at a time.
    static let pieceSize = 512
    /// The most that a piece becomes, six bytes for each, and room for a word written beyond its end.
    static let bufferSize = 6 * pieceSize + 8

    /// What each byte becomes: six bytes at most, the first being the lowest, and above them how many they are.
    // SAFETY: filled before anybody has it, only read afterwards, and never freed.
    private nonisolated(unsafe) static let forms: UnsafePointer<UInt64> = {
        let forms = UnsafeMutablePointer<UInt64>.allocate(capacity: 256)
        for byte in UInt8.min...UInt8.max { (forms + Int(byte)).initialize(to: form(of: byte)) }
        return UnsafePointer(forms)
    }()
    private static let lengthShift: UInt64 = 56

    /// - Precondition: `piece` is no longer than ``pieceSize``, `output` no shorter than ``bufferSize``.
    /// - Returns: how many bytes were written.
    static func write(_ piece: UnsafeRawBufferPointer, to output: UnsafeMutableRawBufferPointer) -> Int {
        precondition(piece.count <= pieceSize && output.count >= bufferSize)
        guard let start = piece.baseAddress, let first = output.baseAddress else { return 0 }
        let forms = forms
        var source = start
        var target = first
        let end = start + piece.count
        while source + 8 <= end {
            let word = source.loadUnaligned(as: UInt64.self)
            if ByteRuns.holdsEscapes(word) {
                // Text with a quote in every other word: whether a byte is one cannot be foretold, so nothing here depends on it.
                for _ in 0..<8 { writeByte(&source, &target, forms) }
            } else {
                target.storeBytes(of: word, as: UInt64.self)
                source += 8
                target += 8
            }
        }
        while source < end { writeByte(&source, &target, forms) }
        return target - first
    }

    @inline(__always)
    private static func writeByte(
        _ source: inout UnsafeRawPointer, _ target: inout UnsafeMutableRawPointer, _ forms: UnsafePointer<UInt64>
    ) {
        let form = forms[Int(source.load(as: UInt8.self))]
        // The whole word, of which only the length counts.
        target.storeBytes(of: form.littleEndian, as: UInt64.self)
        source += 1
        target += Int(truncatingIfNeeded: form &>> lengthShift)
    }

    private static func form(of byte: UInt8) -> UInt64 {
        let text: [UInt8]
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            text = [UInt8(ascii: "\\"), byte]
        } else if byte >= 0x20 {
            text = [byte]
        } else if let letter = letter(of: byte) {
            text = [UInt8(ascii: "\\"), letter]
        } else {
            let digits = Array("0123456789abcdef".utf8)
            text = Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return text.reversed().reduce(0) { $0 << 8 | UInt64($1) } | UInt64(text.count) << lengthShift
    }

    private static func letter(of byte: UInt8) -> UInt8? {
        switch byte {
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0A: UInt8(ascii: "n")
        case 0x0C: UInt8(ascii: "f")
        case 0x0D: UInt8(ascii: "r")
        default: nil
        }
    }
}
