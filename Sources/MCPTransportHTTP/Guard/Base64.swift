/// Base64 with padding (RFC 4648, section 4), strictly.
enum Base64 {
    /// - Returns: nil for other characters, wrong length, or padding elsewhere than at the end.
    static func decoded(_ text: Substring) -> [UInt8]? {
        let symbols = Array(text.utf8)
        guard symbols.count.isMultiple(of: 4) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(symbols.count / 4 * 3)
        for start in stride(from: 0, to: symbols.count, by: 4) {
            let isLast = start + 4 == symbols.count
            let padding = isLast ? (symbols[start + 2] == pad ? 2 : symbols[start + 3] == pad ? 1 : 0) : 0
            var bits: UInt32 = 0
            for index in 0..<4 {
                if index >= 4 - padding {
                    guard symbols[start + index] == pad else { return nil }
                    bits <<= 6
                } else {
                    guard let value = value(of: symbols[start + index]) else { return nil }
                    bits = bits << 6 | UInt32(value)
                }
            }
            let group = [UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8), UInt8(truncatingIfNeeded: bits)]
            bytes += group.prefix(3 - padding)
        }
        return bytes
    }

    private static let pad = UInt8(ascii: "=")

    private static func value(of symbol: UInt8) -> UInt8? {
        switch symbol {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): symbol - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): symbol - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): symbol - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
