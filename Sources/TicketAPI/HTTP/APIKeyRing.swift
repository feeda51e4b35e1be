/// The API keys that are accepted, and whom each stands for.
public struct APIKeyRing: Sendable, CustomStringConvertible {
    /// One accepted key.
    public struct Entry: Sendable, CustomStringConvertible {
        let key: [UInt8]
        public let userID: Int

        /// Keys are never printed.
        public var description: String { "<redacted> of user \(userID)" }
    }

    /// The user who acts when no keys are configured, or for a key that names nobody.
    public static let defaultUserID = 1
    public static let none = APIKeyRing(entries: [])

    public let entries: [Entry]

    private init(entries: [Entry]) {
        self.entries = entries
    }

    /// Reads texts of the form `KEY` or `KEY=USERID`. Throws a line for the operator.
    public init(_ texts: [String]) throws(APIKeyError) {
        var entries: [Entry] = []
        for text in texts {
            var key = Substring(text)
            var userID = Self.defaultUserID
            if let equals = text.lastIndex(of: "="), let id = Int(text[text.index(after: equals)...]) {
                key = text[..<equals]
                userID = id
            }
            guard key.utf8.count >= 8, key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .unusable }
            guard userID > 0 else { throw .noSuchUser(userID) }
            entries.append(Entry(key: Array(key.utf8), userID: userID))
        }
        self.entries = entries
    }

    public var isEmpty: Bool { entries.isEmpty }

    public var description: String { "\(entries.count) API keys" }

    /// The user that `candidate` stands for. Takes the same time whichever key it is, or is not.
    func userID(of candidate: String) -> Int? {
        let bytes = Array(candidate.utf8)
        var found: Int?
        for entry in entries {
            if Self.isEqual(entry.key, bytes) { found = entry.userID }
        }
        return found
    }

    /// Compares without stopping at the first difference, so that timing tells nothing but the length of the candidate.
    private static func isEqual(_ key: [UInt8], _ candidate: [UInt8]) -> Bool {
        guard !key.isEmpty else { return false }
        var difference = UInt64(key.count ^ candidate.count)
        for index in candidate.indices { difference |= UInt64(key[index % key.count] ^ candidate[index]) }
        return difference == 0
    }
}
