/// The hash SHA-256 (FIPS 180-4, section 6.2), over bytes that come in pieces.
//
// Our own, because a crypto library would add a minute to the build of everybody who embeds this module, for one hash over a few
// kilobytes. No branch and no index depends on what is hashed, only on its length.
package struct SHA256: Sendable {
    /// Bytes of a digest.
    package static let size = 32
    /// Bytes that are taken in at a time.
    static let blockSize = 64

    private var state: SIMD8<UInt32> = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    /// What does not fill a block yet.
    private var rest: [UInt8] = []
    private var length: UInt64 = 0

    package init() {}

    package static func digest(of bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(bytes)
        return hash.digest()
    }

    package mutating func update(_ bytes: [UInt8]) {
        length += UInt64(bytes.count)
        bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            if !rest.isEmpty {
                start = min(Self.blockSize - rest.count, bytes.count)
                rest += bytes[..<start]
                guard rest.count == Self.blockSize else { return }
                rest.withUnsafeBufferPointer { Self.compress($0, 0, &state) }
                rest.removeAll(keepingCapacity: true)
            }
            while bytes.count - start >= Self.blockSize {
                Self.compress(bytes, start, &state)
                start += Self.blockSize
            }
            rest += bytes[start...]
        }
    }

    /// The digest of all that came so far; more may follow.
    package func digest() -> [UInt8] {
        var padded = self
        let bits = length &* 8
        // A one bit, zeros, and the length in bits in the last eight bytes of a block (FIPS 180-4, section 5.1.1).
        let zeros = (2 * Self.blockSize - 9 - rest.count) % Self.blockSize
        padded.update([0x80] + [UInt8](repeating: 0, count: zeros) + bits.bigEndianBytes)
        return (0..<8).flatMap { padded.state[$0].bigEndianBytes }
    }

    private static func compress(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ state: inout SIMD8<UInt32>) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
            for index in 0..<16 {
                let first = start + 4 * index
                schedule[index] =
                    UInt32(text[first]) << 24 | UInt32(text[first + 1]) << 16 | UInt32(text[first + 2]) << 8 | UInt32(text[first + 3])
            }
            for index in 16..<64 {
                let (early, late) = (schedule[index - 15], schedule[index - 2])
                let sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ early >> 3
                let sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ late >> 10
                schedule[index] = schedule[index - 16] &+ sigma0 &+ schedule[index - 7] &+ sigma1
            }
            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            var (e, f, g, h) = (state[4], state[5], state[6], state[7])
            for index in 0..<64 {
                let choice = (e & f) ^ (~e & g)
                let majority = (a & b) ^ (a & c) ^ (b & c)
                let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
                let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
                let first = h &+ sum1 &+ choice &+ constants[index] &+ schedule[index]
                (h, g, f, e) = (g, f, e, d &+ first)
                (d, c, b, a) = (c, b, a, first &+ sum0 &+ majority)
            }
            state &+= SIMD8(a, b, c, d, e, f, g, h)
        }
    }

    @inline(__always)
    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, section 4.2.2).
    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}

extension FixedWidthInteger {
    /// The most significant byte first.
    var bigEndianBytes: [UInt8] {
        (1...Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> (Self.bitWidth - 8 * $0)) }
    }
}
