/// A `.env` file: `NAME=value` lines, with `#` comments, an optional `export`, and quotes.
///
/// In double quotes `\n`, `\"` and `\\` are escapes; in single quotes nothing is. Nothing is ever expanded: `${NAME}` stays as it is.
struct DotEnvFile {
    let values: [String: String]

    /// - Parameter path: named in errors, with the line.
    init(parsing text: String, path: String) throws(SettingError) {
        var values: [String: String] = [:]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = line.trimmed
            guard !line.isEmpty, line.first != "#" else { continue }
            let place = "\(path), line \(index + 1)"
            guard let equals = line.firstIndex(of: "=") else { throw SettingError("\(place): not NAME=value") }
            var name = line[..<equals].trimmed
            if name.hasPrefix("export ") { name = name.dropFirst(7).trimmed }
            guard Self.isName(name) else { throw SettingError("\(place): \"\(name)\" is no name of a variable") }
            values[String(name)] = try Self.value(line[line.index(after: equals)...].trimmed, place)
        }
        self.values = values
    }

    private static func isName(_ name: Substring) -> Bool {
        guard let first = name.first, first.isASCII, first.isLetter || first == "_" else { return false }
        return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    private static func value(_ text: Substring, _ place: String) throws(SettingError) -> String {
        guard let quote = text.first, quote == "\"" || quote == "'" else {
            // A comment begins at a # that follows a blank.
            let end = text.indices.first { text[$0] == "#" && $0 > text.startIndex && text[text.index(before: $0)].isWhitespace }
            return String(text[..<(end ?? text.endIndex)].trimmed)
        }
        var value = ""
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            if character == quote {
                let tail = rest.trimmed
                guard tail.isEmpty || tail.first == "#" else { throw SettingError("\(place): text after the closing quote") }
                return value
            }
            if quote == "\"", character == "\\", let escaped = rest.popFirst() {
                value.append(escaped == "n" ? "\n" : escaped)
            } else {
                value.append(character)
            }
        }
        throw SettingError("\(place): the quote is not closed")
    }
}

extension Substring {
    var trimmed: Substring {
        var text = drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
