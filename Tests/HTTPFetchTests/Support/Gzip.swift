/// Gzip by hand, with fixed codes: a text as it is, or one byte over and over.
enum Gzip {
    static func stored(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        let count = UInt16(bytes.count)
        return header + [1] + little(count) + little(~count) + bytes + little(crc32(bytes)) + little(UInt32(bytes.count))
    }

    /// - Returns: about 6 bytes for each 1,000.
    static func zeros(atLeast count: Int) -> [UInt8] {
        var bits = BitWriter()
        bits.put(0b011, 3)  // the last block, fixed codes; from the lowest bit
        bits.putCode(0b0011_0000, 8)
        for _ in 0..<(count / 258 + 1) {
            bits.putCode(0b1100_0101, 8)  // length 258
            bits.putCode(0, 5)  // one byte back
        }
        bits.putCode(0, 7)
        return header + bits.bytes + [0, 0, 0, 0, 0, 0, 0, 0]
    }

    private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]

    private static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }
}

private struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var used = 8

    mutating func put(_ value: Int, _ count: Int) {
        for position in 0..<count { bit(value >> position & 1) }
    }

    mutating func putCode(_ value: Int, _ count: Int) {
        for position in (0..<count).reversed() { bit(value >> position & 1) }
    }

    private mutating func bit(_ value: Int) {
        if used == 8 {
            bytes.append(0)
            used = 0
        }
        bytes[bytes.count - 1] |= UInt8(value << used)
        used += 1
    }
}
