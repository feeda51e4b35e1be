internal import MCPCore

/// What a caller means: by id or by name.
enum Reference: Sendable, Hashable {
    case id(Int)
    case name(String)

    static let nameLimit = 200

    init(text: String) {
        // "0012" is a code, not the number 12.
        if let id = Int(text), String(id) == text { self = .id(id) } else { self = .name(text) }
    }

    /// Whether it is one of the words that stand for somebody or nobody.
    func isWord(_ word: String) -> Bool {
        if case .name(let name) = self { name.lowercased() == word } else { false }
    }

    /// As it was given.
    var text: String {
        switch self {
        case .id(let id): "\(id)"
        case .name(let name): name.quoted
        }
    }
}

extension Schema where Value == Reference {
    /// An id or a name.
    static var reference: Schema<Reference> {
        Schema(json: ["type": ["integer", "string"]]) { value, decoder in
            if let number = value.double.flatMap({ Int(exactly: $0) }) {
                guard number > 0 else {
                    decoder.report("must be an id (1 or more) or a name, not \(number)")
                    return nil
                }
                return .id(number)
            }
            guard let text = value.string else {
                decoder.report("must be an id or a name, not \(value.typeName)")
                return nil
            }
            let length = text.unicodeScalars.count
            guard (1...Reference.nameLimit).contains(length) else {
                decoder.report("must be an id or a name of 1 to \(Reference.nameLimit) characters, not \(length)")
                return nil
            }
            let reference = Reference(text: text)
            if case .id(let id) = reference, id < 1 {
                decoder.report("must be an id (1 or more) or a name, not \(id)")
                return nil
            }
            return reference
        }
    }
}
