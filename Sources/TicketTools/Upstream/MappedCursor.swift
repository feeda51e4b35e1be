internal import MCPCore

/// Where the next page of a mapped list begins, as callers carry it: bound to the question that it belongs to.
struct MappedCursor: Sendable {
    let position: String

    init(position: String) {
        self.position = position
    }

    /// - Throws: for one of another question, or one that is not ours.
    init(_ text: String, of question: String) throws(APIError) {
        let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[0] == Self.digest(question), let bytes = Base64URL.decode(parts[1].utf8),
            let position = String(validating: bytes, as: UTF8.self)
        else { throw .invalid("cursor", "belongs to other arguments, or is not one that was given; leave it out to begin anew.") }
        self.position = position
    }

    func text(for question: String) -> String { "\(Self.digest(question)).\(Base64URL.encode(Array(position.utf8)))" }

    private static func digest(_ question: String) -> String { String(SHA256.digest(of: Array(question.utf8)).hexadecimal.prefix(12)) }
}
