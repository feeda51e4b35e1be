internal import MCPCore

/// A key that a client shows: `tmk_`, 16 hexadecimal digits that name it, `_`, and 256 random bits in base64url.
struct AccessKey {
    let id: String
    /// The whole text. It is shown once, and nowhere kept.
    let text: String

    private static let prefix = "tmk_"
    private static let idLength = 16
    private static let secretLength = 43

    static func make() -> AccessKey {
        let id = RandomBytes.make(idLength / 2).hexadecimal
        return AccessKey(id: id, text: "\(prefix)\(id)_\(Base64URL.encode(RandomBytes.make(32)))")
    }

    private init(id: String, text: String) {
        self.id = id
        self.text = text
    }

    /// Nil for what is none of our keys by its looks alone.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        let start = Self.prefix.utf8.count
        guard bytes.count == start + Self.idLength + 1 + Self.secretLength, bytes.starts(with: Self.prefix.utf8) else { return nil }
        let id = bytes[start..<(start + Self.idLength)]
        guard id.allSatisfy({ 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }), bytes[start + Self.idLength] == UInt8(ascii: "_") else {
            return nil
        }
        self.id = String(decoding: id, as: UTF8.self)
        self.text = text
    }
}

/// What is kept of a key: SHA-256 over a salt of its own and the key. The key has 256 random bits, so nothing slower is needed against
/// guessing.
struct KeyHash: Sendable, Hashable {
    let salt: [UInt8]
    let digest: [UInt8]

    init(of key: AccessKey, salt: [UInt8] = RandomBytes.make(16)) {
        self.salt = salt
        digest = SHA256.digest(of: salt + Array(key.text.utf8))
    }

    /// - Parameter text: `sha256:salt:digest`, both in base64url.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "sha256", let salt = Base64URL.decode(parts[1].utf8), salt.count >= 16,
            let digest = Base64URL.decode(parts[2].utf8), digest.count == SHA256.size
        else { return nil }
        self.salt = salt
        self.digest = digest
    }

    var text: String { "sha256:\(Base64URL.encode(salt)):\(Base64URL.encode(digest))" }

    /// Takes the same time for every key.
    func fits(_ key: AccessKey) -> Bool {
        ConstantTime.equals(SHA256.digest(of: salt + Array(key.text.utf8)), digest)
    }
}
