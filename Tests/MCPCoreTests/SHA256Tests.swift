internal import Testing

@testable internal import MCPCore

@Suite struct SHA256Tests {
    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The examples published with FIPS 180-4, and the empty message.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
        (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
    func digests(_ message: String, _ digest: String) {
        #expect(hex(SHA256.digest(of: Array(message.utf8))) == digest)
    }

    /// Every place of the padding: the digest of the digests of 0 to 199 bytes, as another implementation has it.
    @Test func everyLengthIsPadded() {
        var all = SHA256()
        for length in 0..<200 { all.update(SHA256.digest(of: (0..<length).map { UInt8($0) })) }
        #expect(hex(all.digest()) == "ba7b0fcea7d10c06b855b43d2b4dce1e3e842fff6be0acefb0faf4f2dd05bb47")
    }

    @Test(arguments: [1, 3, 55, 63, 64, 65, 127, 128, 129]) func piecesMakeNoDifference(_ size: Int) {
        let message = (0..<500).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var hash = SHA256()
        for start in stride(from: 0, to: message.count, by: size) {
            hash.update(Array(message[start..<min(start + size, message.count)]))
            // Asking on the way changes nothing.
            _ = hash.digest()
        }
        #expect(hash.digest() == SHA256.digest(of: message))
    }

    /// RFC 4231, section 4; of the fifth only the first 128 bits are given there.
    @Test(arguments: [
        (bytes(0x0b, 20), text("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (text("Jefe"), text("what do ya want for nothing?"), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (bytes(0xaa, 20), bytes(0xdd, 50), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        (Array(1...25), bytes(0xcd, 50), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        (bytes(0x0c, 20), text("Test With Truncation"), "a3b6167473100ee06e0c796c2955552b"),
        (
            bytes(0xaa, 131), text("Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            bytes(0xaa, 131),
            text(
                "This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm."),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ])
    func codes(_ key: [UInt8], _ message: [UInt8], _ code: String) {
        #expect(hex(HMACSHA256(key: key).code(for: message)).prefix(code.count) == code)
    }

    /// On both sides of the length from which a key is hashed, as another implementation has it.
    @Test(arguments: [
        (64, "A key of one block", "3795e1bba029138bdd1c82c09fa715e299aead4c583806480088a5c23f8e0755"),
        (65, "A key of one block and a byte", "8a2d0c0f956a60328521e89dc80f9ab135aa0a834859a798a68b857b31dbbed2"),
    ])
    func keysOfABlock(_ length: UInt8, _ message: String, _ code: String) {
        #expect(hex(HMACSHA256(key: Array(0..<length)).code(for: Array(message.utf8))) == code)
    }

    private static func bytes(_ byte: UInt8, _ count: Int) -> [UInt8] { [UInt8](repeating: byte, count: count) }
    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }
}
