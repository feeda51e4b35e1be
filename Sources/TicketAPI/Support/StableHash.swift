/// FNV-1a over UTF-8: the same on every run and machine, unlike `Hasher`. Not for secrets.
struct StableHash {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    init(_ text: String) {
        for byte in text.utf8 {
            value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
        }
    }

    var hex: String { String(value, radix: 16) }
}
