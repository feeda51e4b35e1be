internal import MCPCore

/// What is put into a document, in the order in which it shall stand there.
indirect enum SettingsValue: Hashable {
    case string(String)
    case bool(Bool)
    case array([SettingsValue])
    case object([Member])

    struct Member: Hashable {
        let key: String
        let value: SettingsValue
    }

    var json: JSON {
        switch self {
        case .string(let text): return .string(text)
        case .bool(let value): return .bool(value)
        case .array(let values): return .array(values.map(\.json))
        case .object(let members):
            var object = JSONObject()
            for member in members { object[member.key] = member.value.json }
            return .object(object)
        }
    }

    /// - Parameter indent: what stands before the line in which it begins.
    func text(indent: String, _ style: CommentedJSON.Style) -> String {
        let inner = indent + style.unit
        func block(_ open: String, _ lines: [String], _ close: String) -> String {
            guard !lines.isEmpty else { return open + close }
            return open + style.newline + lines.map { inner + $0 }.joined(separator: "," + style.newline) + style.newline + indent + close
        }
        switch self {
        case .string, .bool: return json.text
        case .array(let values): return block("[", values.map { $0.text(indent: inner, style) }, "]")
        case .object(let members):
            return block("{", members.map { JSON.string($0.key).text + ": " + $0.value.text(indent: inner, style) }, "}")
        }
    }
}

extension CommentedJSON {
    /// How the document is laid out.
    struct Style: Hashable {
        var unit = "  "
        var newline = "\n"
    }

    var style: Style {
        var style = Style()
        if bytes.firstRange(of: [0x0D, 0x0A]) != nil { style.newline = "\r\n" }
        if let first = root.children?.first, let indent = indent(of: first), !indent.isEmpty { style.unit = indent }
        return style
    }

    /// The document with a value at a path. What stood there is replaced; objects on the way that are missing are made.
    /// - Returns: nil where something on the way is no object.
    func setting(_ value: SettingsValue, at path: [String]) -> String? {
        var depth = path.count
        while depth > 0, node(at: Array(path[..<depth])) == nil { depth -= 1 }
        guard let node = node(at: Array(path[..<depth])) else { return nil }
        if depth == path.count {
            return replacing(node.range, value.text(indent: String(repeating: style.unit, count: depth), style))
        }
        guard node.isObject else { return nil }
        let wrapped = path[(depth + 1)...].reversed().reduce(value) { .object([.init(key: $1, value: $0)]) }
        return inserting(wrapped, key: path[depth], into: node, depth: depth)
    }

    /// The document with a value at the end of an array, which is made if it is missing.
    /// - Returns: nil where something else is at the path, or on the way.
    func appending(_ value: SettingsValue, at path: [String]) -> String? {
        guard let node = node(at: path) else { return setting(.array([value]), at: path) }
        guard node.children != nil, !node.isObject else { return nil }
        return inserting(value, key: nil, into: node, depth: path.count)
    }

    private func inserting(_ value: SettingsValue, key: String?, into node: Node, depth: Int) -> String {
        let style = style
        let outer = String(repeating: style.unit, count: depth)
        let inner = outer + style.unit
        let line = style.newline + inner + (key.map { JSON.string($0).text + ": " } ?? "") + value.text(indent: inner, style)
        let children = node.children ?? []
        // The comma goes right behind the value before it, what is new behind the comments that belong to that value.
        let comma = children.last.map { $0.node.range.upperBound } ?? node.contentEnd
        let rest = bytes[node.contentEnd..<(node.range.upperBound - 1)]
        return Self.text(
            bytes[..<comma], Array((children.isEmpty || node.endsWithComma ? "" : ",").utf8), bytes[comma..<node.contentEnd],
            Array((line + (rest.contains(0x0A) ? "" : style.newline + outer)).utf8), bytes[node.contentEnd...])
    }

    private func replacing(_ range: Range<Int>, _ text: String) -> String {
        Self.text(bytes[..<range.lowerBound], Array(text.utf8), bytes[range.upperBound...])
    }

    private static func text(_ parts: any Sequence<UInt8>...) -> String {
        String(decoding: parts.flatMap { Array($0) }, as: UTF8.self)
    }

    /// - Returns: nil where the child does not begin its line.
    private func indent(of child: Child) -> String? {
        let blanks = bytes[..<child.start].reversed().prefix { $0 == 0x20 || $0 == 0x09 }
        guard child.start > blanks.count, bytes[child.start - blanks.count - 1] == 0x0A else { return nil }
        return String(decoding: blanks, as: UTF8.self)
    }
}
