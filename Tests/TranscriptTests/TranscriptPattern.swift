import MCPCore

/// What a line of a transcript expects of a message, with placeholders for what nobody can know beforehand.
///
/// `"<any>"` stands for any value, and at the end of a text for whatever follows. `"<name:x>"` stands for any value too and keeps it;
/// `"<x>"` stands for the value that was kept, from then on. Everything else has to be the same to the byte: members, and their order.
struct TranscriptPattern {
    struct Mismatch: Error, CustomStringConvertible {
        let path: String
        let expected: String
        let received: String

        var description: String { "\(path): expected \(expected), received \(received)" }
    }

    /// A placeholder that stands for nothing yet.
    struct UnknownName: Error {
        let name: String
    }

    /// The values that were kept, by name.
    private(set) var kept: [String: JSON] = [:]

    /// Compares a message with what is expected of it, and keeps what it names. Nothing is kept of a message that differs.
    mutating func match(_ expected: JSON, _ received: JSON) throws(Mismatch) {
        var attempt = self
        try attempt.match(expected, received, "message")
        self = attempt
    }

    /// A message to send, with its placeholders replaced.
    func filled(_ message: JSON) throws(UnknownName) -> JSON {
        switch message {
        case .string(let text):
            guard let name = Self.reference(text) else { return message }
            guard let value = kept[name] else { throw UnknownName(name: name) }
            return value
        case .array(let elements):
            return .array(try elements.map { element throws(UnknownName) in try filled(element) })
        case .object(let object):
            var filled = JSONObject()
            for member in object.members { filled[member.key] = try self.filled(member.value) }
            return .object(filled)
        default: return message
        }
    }

    private mutating func match(_ expected: JSON, _ received: JSON, _ path: String) throws(Mismatch) {
        let mismatch = Mismatch(path: path, expected: expected.text, received: received.text)
        switch (expected, received) {
        case (.object(let expected), .object(let received)):
            guard expected.members.map(\.key) == received.members.map(\.key) else { throw mismatch }
            for (expected, received) in zip(expected.members, received.members) {
                try match(expected.value, received.value, "\(path).\(expected.key)")
            }
        case (.array(let expected), .array(let received)):
            guard expected.count == received.count else { throw mismatch }
            for (index, pair) in zip(expected, received).enumerated() { try match(pair.0, pair.1, "\(path)[\(index)]") }
        case (.string("<any>"), _): break
        case (.string(let text), _):
            if let name = Self.name(text) {
                kept[name] = received
            } else if let value = Self.reference(text).flatMap({ kept[$0] }) {
                guard value == received else { throw mismatch }
            } else if text.hasSuffix("<any>") {
                guard received.string?.hasPrefix(text.dropLast(5)) == true else { throw mismatch }
            } else {
                guard expected == received else { throw mismatch }
            }
        default:
            guard expected == received else { throw mismatch }
        }
    }

    /// The name in `<name:x>`.
    private static func name(_ text: String) -> String? {
        reference(text).flatMap { $0.hasPrefix("name:") ? String($0.dropFirst(5)) : nil }
    }

    /// The name in `<x>`.
    private static func reference(_ text: String) -> String? {
        guard text.hasPrefix("<"), text.hasSuffix(">"), text.count > 2 else { return nil }
        return String(text.dropFirst().dropLast())
    }
}
