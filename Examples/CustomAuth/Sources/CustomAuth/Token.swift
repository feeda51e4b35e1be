/// A token as its user has it, shown once. Its 256 random bits are why one plain hash of it is enough; a password would need a slow one.
struct Token: Sendable {
    let text: String

    /// - Parameter random: one that cannot be predicted, as the system's is.
    init(random: some RandomNumberGenerator = SystemRandomNumberGenerator()) {
        var random = random
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        text = "mcp_" + SHA256.hexadecimal(bytes)
    }

    /// What somebody shows.
    init(_ text: String) {
        self.text = text
    }

    var digest: String { SHA256.hexadecimal(SHA256.hash(Array(text.utf8))) }
}
