/// Comparison that takes the same time wherever two texts differ.
package enum ConstantTime {
    /// The time depends on the length of what was presented, which its sender knows, and on nothing of what is expected.
    package static func equals(_ presented: String, _ expected: String) -> Bool {
        equals(Array(presented.utf8), Array(expected.utf8))
    }

    /// The same for bytes. Nothing equals an expectation that is empty.
    package static func equals(_ presented: [UInt8], _ expected: [UInt8]) -> Bool {
        guard !expected.isEmpty else { return false }
        var difference = presented.count ^ expected.count
        for index in presented.indices { difference |= Int(presented[index] ^ expected[index % expected.count]) }
        return difference == 0
    }
}

extension AuthRequest {
    /// The token of `Authorization: Bearer` (RFC 6750, section 2.1); the scheme's case does not matter.
    public var bearerToken: String? {
        guard let value = header("authorization"), let blank = value.firstIndex(of: " ") else { return nil }
        guard value[..<blank].lowercased() == "bearer" else { return nil }
        let token = value[value.index(after: blank)...].drop { $0 == " " }
        return token.isEmpty ? nil : String(token)
    }
}
