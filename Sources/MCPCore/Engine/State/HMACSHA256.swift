/// A message authentication code, HMAC (RFC 2104) with SHA-256.
package struct HMACSHA256: Sendable {
    // The key is worked in once; each code starts from these.
    private let inner: SHA256
    private let outer: SHA256

    /// - Parameter key: of any length; one longer than a block counts as its digest (RFC 2104, section 2).
    package init(key: [UInt8]) {
        var block = key.count > SHA256.blockSize ? SHA256.digest(of: key) : key
        block += [UInt8](repeating: 0, count: SHA256.blockSize - block.count)
        var (inner, outer) = (SHA256(), SHA256())
        inner.update(block.map { $0 ^ 0x36 })
        outer.update(block.map { $0 ^ 0x5c })
        self.inner = inner
        self.outer = outer
    }

    /// The code, 32 bytes.
    package func code(for message: [UInt8]) -> [UInt8] {
        var inner = inner
        inner.update(message)
        var outer = outer
        outer.update(inner.digest())
        return outer.digest()
    }
}
