internal import MCPCore

struct YAMLFault: Error {
    let problem: String

    init(_ problem: String) {
        self.problem = problem
    }
}

/// Reads along one line of YAML.
struct YAMLLine {
    private(set) var rest: Substring

    init(_ text: Substring) {
        rest = text
    }

    private static let depthLimit = 32

    /// The line up to a comment, without blanks at its end. A `#` begins one behind a blank, outside of quotes.
    mutating func withoutComment() -> Substring {
        var quote: Character?
        var before: Character = " "
        var end = rest.startIndex
        for index in rest.indices {
            let character = rest[index]
            if let open = quote {
                if character == open, !(open == "\"" && before == "\\") { quote = nil }
            } else if character == "#", before == " " || before == "\t" {
                break
            } else if character == "\"" || character == "'", " {[,:-".contains(before) || (character == "'" && before == "'") {
                // Two quotes within single ones are one of them, so the text goes on.
                quote = character
            }
            before = before == "\\" && character == "\\" ? " " : character
            if character != " ", character != "\t" { end = rest.index(after: index) }
        }
        return rest[..<end]
    }

    private mutating func skipBlanks() { rest = rest.drop { $0 == " " } }

    /// A key and its colon, with what follows left; nil where the line begins with no key.
    mutating func key() throws(YAMLFault) -> String? {
        guard let first = rest.first, first != "{", first != "[" else { return nil }
        let start = rest
        let key: String
        if first == "\"" || first == "'" {
            key = try quoted()
        } else {
            guard let colon = rest.indices.first(where: { rest[$0] == ":" && Self.endsKey(rest[rest.index(after: $0)...]) }) else {
                return nil
            }
            key = String(rest[..<colon])
            try Self.check(key)
            rest = rest[colon...]
        }
        skipBlanks()
        guard rest.first == ":", Self.endsKey(rest.dropFirst()) else {
            rest = start
            return nil
        }
        rest = rest.dropFirst()
        skipBlanks()
        guard !key.isEmpty else { throw YAMLFault("a key is empty") }
        return key
    }

    private static func endsKey(_ text: Substring) -> Bool { text.first.map { $0 == " " } ?? true }

    mutating func value(inFlow: Bool, _ depth: Int) throws(YAMLFault) -> JSON {
        guard depth < Self.depthLimit else { throw YAMLFault("is nested too deep") }
        skipBlanks()
        switch rest.first {
        case "{": return try object(depth)
        case "[": return try array(depth)
        case "\"", "'": return .string(try quoted())
        case nil: throw YAMLFault("a value is missing")
        default: return try plain(inFlow: inFlow)
        }
    }

    private mutating func object(_ depth: Int) throws(YAMLFault) -> JSON {
        rest = rest.dropFirst()
        var object = JSONObject()
        while true {
            skipBlanks()
            if take("}") { return .object(object) }
            guard let key = try key() else { throw YAMLFault("a key is missing in { }, which ends on its line") }
            guard object[key] == nil else { throw YAMLFault("\(key) is there twice") }
            object[key] = try value(inFlow: true, depth + 1)
            skipBlanks()
            guard take(",") || rest.first == "}" else { throw YAMLFault("{ is not closed on its line") }
        }
    }

    private mutating func array(_ depth: Int) throws(YAMLFault) -> JSON {
        rest = rest.dropFirst()
        var elements: [JSON] = []
        while true {
            skipBlanks()
            if take("]") { return .array(elements) }
            elements.append(try value(inFlow: true, depth + 1))
            skipBlanks()
            guard take(",") || rest.first == "]" else { throw YAMLFault("[ is not closed on its line") }
        }
    }

    private mutating func take(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func quoted() throws(YAMLFault) -> String {
        guard let quote = rest.popFirst() else { return "" }
        var text = ""
        while let character = rest.popFirst() {
            if character == quote {
                guard quote == "'", rest.first == "'" else { return text }
                rest = rest.dropFirst()
            } else if quote == "\"", character == "\\" {
                switch rest.popFirst() {
                case "n": text.append("\n")
                case "t": text.append("\t")
                case "\"": text.append("\"")
                case "\\": text.append("\\")
                case "/": text.append("/")
                default: throw YAMLFault("only \\n, \\t, \\\", \\/ and \\\\ can stand behind a backslash")
                }
                continue
            }
            text.append(character)
        }
        throw YAMLFault("a quote is not closed on its line")
    }

    private mutating func plain(inFlow: Bool) throws(YAMLFault) -> JSON {
        let end = rest.indices.first { inFlow && (rest[$0] == "," || rest[$0] == "]" || rest[$0] == "}") } ?? rest.endIndex
        var text = rest[..<end]
        rest = rest[end...]
        while text.last == " " { text.removeLast() }
        guard !text.isEmpty else { throw YAMLFault("a value is missing") }
        try Self.check(String(text))
        guard !text.contains(": ") else { throw YAMLFault("put quotes around a text with a colon and a blank") }
        switch text {
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        case "null", "Null", "NULL", "~": return .null
        default: return Int64(text).flatMap { String($0) == text ? .integer($0) : nil } ?? .string(String(text))
        }
    }

    /// What YAML gives a meaning that is not read here.
    private static func check(_ text: String) throws(YAMLFault) {
        if let first = text.first, "&*!|>%@`?".contains(first) || text.hasPrefix("<<") || text.hasPrefix("- ") {
            throw YAMLFault("put quotes around a text that begins with \(first)")
        }
    }
}
