internal import MCPCore

/// Where everything stands in a JSON document that people write: with comments, and commas before a closing bracket.
///
/// It is there to put something in: all else stays as it is, byte for byte. What no editor would take, this does not take either.
struct CommentedJSON {
    struct Node {
        /// Nil for what holds nothing.
        var children: [Child]?
        var isObject = false
        /// Of the document's bytes, brackets included.
        var range: Range<Int>
        /// Behind the last value, comma or comment in it.
        var contentEnd = 0
        var endsWithComma = false
    }

    struct Child {
        /// Nil in an array.
        let key: String?
        /// Of its name, or of its value where it has none.
        let start: Int
        let node: Node
    }

    /// A place of the document, and what is wrong there.
    struct Fault: Error, Hashable {
        let message: String
        let line: Int
        let column: Int
    }

    /// Documents of settings are shallow.
    private static let depthLimit = 100

    let bytes: [UInt8]
    private(set) var root = Node(range: 0..<0)
    private var position = 0

    /// - Throws: for what is no JSON, with the place.
    init(_ text: String) throws(Fault) {
        bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        try skipBlanks()
        root = try value(depth: 0)
        try skipBlanks()
        guard position == bytes.count else { throw fault("there is more behind the end") }
    }

    /// - Returns: nil where there is nothing at the path.
    func node(at path: [String]) -> Node? {
        var node = root
        for key in path {
            guard node.isObject, let child = node.children?.first(where: { $0.key == key }) else { return nil }
            node = child.node
        }
        return node
    }

    /// The value of a node, without what is not JSON in it.
    func json(_ node: Node) -> JSON? {
        guard let children = node.children else { return JSON.parsed(Array(bytes[node.range])) }
        let values = children.map { json($0.node) ?? .null }
        guard node.isObject else { return .array(values) }
        var object = JSONObject()
        for (child, value) in zip(children, values) { object[child.key ?? ""] = value }
        return .object(object)
    }

    private mutating func value(depth: Int) throws(Fault) -> Node {
        guard depth < Self.depthLimit else { throw fault("nested more than \(Self.depthLimit) deep") }
        switch current {
        case UInt8(ascii: "{"): return try container(isObject: true, depth)
        case UInt8(ascii: "["): return try container(isObject: false, depth)
        default: return Node(range: try scalar())
        }
    }

    private mutating func container(isObject: Bool, _ depth: Int) throws(Fault) -> Node {
        let start = position
        let close = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        var node = Node(children: [], isObject: isObject, range: start..<start, contentEnd: start + 1)
        var children: [Child] = []
        position += 1
        node.contentEnd = try skipBlanks() ?? position
        while current != close {
            guard children.isEmpty || node.endsWithComma else { throw fault("a comma or a closing bracket is missing") }
            var key: String?
            let childStart = position
            if isObject {
                guard current == UInt8(ascii: "\"") else { throw fault("the name of a member is missing, in double quotes") }
                key = JSON.parsed(Array(bytes[try scalar()]))?.string
                guard !children.contains(where: { $0.key == key }) else {
                    position = childStart
                    throw fault("\"\(key ?? "")\" stands there twice")
                }
                try skipBlanks()
                guard current == UInt8(ascii: ":") else { throw fault("a colon is missing") }
                position += 1
                try skipBlanks()
            }
            let child = try value(depth: depth + 1)
            children.append(Child(key: key, start: childStart, node: child))
            node.endsWithComma = false
            node.contentEnd = try skipBlanks() ?? child.range.upperBound
            if current == UInt8(ascii: ",") {
                position += 1
                node.endsWithComma = true
                node.contentEnd = position
                node.contentEnd = try skipBlanks() ?? node.contentEnd
            }
        }
        position += 1
        node.children = children
        node.range = start..<position
        return node
    }

    private mutating func scalar() throws(Fault) -> Range<Int> {
        let start = position
        if current == UInt8(ascii: "\"") {
            position += 1
            while let byte = current, byte != UInt8(ascii: "\"") {
                guard byte >= 0x20 else { throw fault("a quote is not closed in its line") }
                position += byte == UInt8(ascii: "\\") ? 2 : 1
            }
            guard current != nil else { throw fault("a quote is not closed") }
            position += 1
        } else {
            while let byte = current, !Self.endsScalar(byte) { position += 1 }
        }
        guard start < position, JSON.parsed(Array(bytes[start..<position])) != nil else {
            position = start
            throw fault("this is no value")
        }
        return start..<position
    }

    /// - Returns: the end of the last comment; nil where there was none.
    @discardableResult
    private mutating func skipBlanks() throws(Fault) -> Int? {
        var commentEnd: Int?
        while let byte = current {
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            case UInt8(ascii: "/"):
                let start = position
                switch position + 1 < bytes.count ? bytes[position + 1] : 0 {
                case UInt8(ascii: "/"):
                    while let byte = current, byte != 0x0A, byte != 0x0D { position += 1 }
                case UInt8(ascii: "*"):
                    position += 2
                    while position + 1 < bytes.count, bytes[position...(position + 1)] != [UInt8(ascii: "*"), UInt8(ascii: "/")] {
                        position += 1
                    }
                    guard position + 1 < bytes.count else {
                        position = start
                        throw fault("a comment is not closed")
                    }
                    position += 2
                default: throw fault("this is no value")
                }
                commentEnd = position
            default: return commentEnd
            }
        }
        return commentEnd
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: "/"), UInt8(ascii: ":"): true
        default: false
        }
    }

    private func fault(_ message: String) -> Fault {
        let before = bytes[..<min(position, bytes.count)]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return Fault(
            message: message, line: before.count { $0 == 0x0A } + 1,
            column: String(decoding: before[lineStart...], as: UTF8.self).count + 1)
    }
}

extension JSON {
    /// - Returns: nil for what is no JSON: who asks says so in its own words.
    fileprivate static func parsed(_ bytes: [UInt8]) -> JSON? {
        do throws(JSONError) {
            return try JSON(parsing: bytes)
        } catch {
            return nil
        }
    }
}
