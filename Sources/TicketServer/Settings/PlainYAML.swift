public import MCPCore

/// Reads the part of YAML 1.2 that settings need, without a library: ours would link Foundation into the program that has to start fastest.
///
/// Mappings and lists in blocks or on one line (`{a: 1, b: [x, y]}`), plain and quoted texts, comments. Plain `true`, `false`, `null`, `~` and
/// whole numbers are what they look like; everything else is a text. What is beyond that (anchors, tags, texts over several lines,
/// documents, tabs) is refused with its line, never read as something else.
public struct PlainYAML {
    private struct Line {
        let number: Int
        var indent: Int
        var text: Substring
    }

    private var lines: [Line] = []
    private var next = 0
    private let file: String

    /// - Parameter file: named in errors.
    public static func read(_ text: String, file: String) throws(SettingError) -> JSON {
        var reader = try PlainYAML(text, file)
        guard let first = reader.lines.first else { throw SettingError("\(file) is empty") }
        let value = try reader.block(first.indent, 0)
        if reader.next < reader.lines.count { throw reader.fault(reader.lines[reader.next].number, "is indented differently") }
        return value
    }

    private init(_ text: String, _ file: String) throws(SettingError) {
        self.file = file
        for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let indent = raw.prefix { $0 == " " }.count
            var scanner = YAMLLine(raw.dropFirst(indent))
            let content = scanner.withoutComment()
            guard !content.isEmpty else { continue }
            guard content.first != "\t" else { throw fault(index + 1, "is indented by a tab") }
            guard content != "---" || !lines.isEmpty else { continue }
            guard content != "---", content != "..." else { throw fault(index + 1, "begins another document") }
            lines.append(Line(number: index + 1, indent: indent, text: content))
        }
    }

    private func fault(_ line: Int, _ problem: String) -> SettingError { SettingError("\(file), line \(line): not plain YAML: \(problem)") }

    private static let depthLimit = 32

    private mutating func block(_ indent: Int, _ depth: Int) throws(SettingError) -> JSON {
        guard depth < Self.depthLimit else { throw fault(lines[next].number, "is nested too deep") }
        if lines[next].text == "-" || lines[next].text.hasPrefix("- ") { return try list(indent, depth) }
        return try mapping(indent, depth)
    }

    private mutating func list(_ indent: Int, _ depth: Int) throws(SettingError) -> JSON {
        var elements: [JSON] = []
        while next < lines.count, lines[next].indent == indent, lines[next].text == "-" || lines[next].text.hasPrefix("- ") {
            let rest = lines[next].text.dropFirst().drop { $0 == " " }
            guard !rest.isEmpty else {
                let number = lines[next].number
                next += 1
                guard next < lines.count, lines[next].indent > indent else { throw fault(number, "has nothing behind its dash") }
                elements.append(try block(lines[next].indent, depth + 1))
                continue
            }
            var scanner = YAMLLine(rest)
            if try told(lines[next].number, { () throws(YAMLFault) in try scanner.key() }) != nil {
                // A mapping that begins behind the dash: the rest of it stands below its first key.
                lines[next].indent = indent + lines[next].text.utf8.count - rest.utf8.count
                lines[next].text = rest
                elements.append(try mapping(lines[next].indent, depth + 1))
            } else {
                elements.append(try scalar(rest))
                next += 1
            }
        }
        return .array(elements)
    }

    private mutating func mapping(_ indent: Int, _ depth: Int) throws(SettingError) -> JSON {
        var object = JSONObject()
        while next < lines.count, lines[next].indent == indent {
            let line = lines[next]
            var scanner = YAMLLine(line.text)
            guard let key = try told(line.number, { () throws(YAMLFault) in try scanner.key() }) else {
                throw fault(line.number, "is no \"key: value\"")
            }
            guard object[key] == nil else { throw fault(line.number, "\(key) is there twice") }
            if scanner.rest.isEmpty {
                next += 1
                // A list may stand as far left as its key.
                let isBelow =
                    next < lines.count && (lines[next].indent > indent || (lines[next].indent == indent && isDash(lines[next].text)))
                object[key] = isBelow ? try block(lines[next].indent, depth + 1) : .null
            } else {
                object[key] = try scalar(scanner.rest)
                next += 1
            }
        }
        if next < lines.count, lines[next].indent > indent { throw fault(lines[next].number, "is indented differently") }
        return .object(object)
    }

    private func isDash(_ text: Substring) -> Bool { text == "-" || text.hasPrefix("- ") }

    private func scalar(_ text: Substring) throws(SettingError) -> JSON {
        try told(lines[next].number) { () throws(YAMLFault) in
            var scanner = YAMLLine(text)
            let value = try scanner.value(inFlow: false, 0)
            guard scanner.rest.isEmpty else { throw YAMLFault("\(scanner.rest.prefix(20)) stands behind a value") }
            return value
        }
    }

    private func told<Value>(_ line: Int, _ work: () throws(YAMLFault) -> Value) throws(SettingError) -> Value {
        do throws(YAMLFault) {
            return try work()
        } catch {
            throw fault(line, error.problem)
        }
    }
}
