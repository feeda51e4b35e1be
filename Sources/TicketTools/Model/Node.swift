internal import MCPCore

/// A value in a response, and where it stands. Members that nobody asks for are none of our business; what is asked for must be right.
struct Node: Sendable {
    let value: JSON
    let path: String

    /// - Parameter name: what the response is called in an error: `ticket`.
    init(_ value: JSON, _ name: String) {
        self.value = value
        path = name
    }

    private func fault(_ expected: String) -> APIError {
        .badResponse("\(path) should be \(expected), but is \(value.typeName).")
    }

    /// A member that must be there.
    subscript(_ name: String) -> Node {
        get throws(APIError) {
            guard value.object != nil else { throw fault("an object") }
            guard let member = value[name] else { throw .badResponse("\(path).\(name) is missing.") }
            return Node(member, "\(path).\(name)")
        }
    }

    /// A member that may be null or left out.
    func optional(_ name: String) throws(APIError) -> Node? {
        guard let object = value.object else { throw fault("an object") }
        guard let member = object[name], !member.isNull else { return nil }
        return Node(member, "\(path).\(name)")
    }

    var string: String {
        get throws(APIError) {
            guard let text = value.string else { throw fault("a string") }
            return text
        }
    }

    var integer: Int {
        get throws(APIError) {
            switch value {
            case .integer(let number): if let number = Int(exactly: number) { return number }
            case .number(let number): if let exact = number.exactInteger, let number = Int(exactly: exact) { return number }
            default: break
            }
            throw fault("an integer")
        }
    }

    var bool: Bool {
        get throws(APIError) {
            guard let flag = value.bool else { throw fault("true or false") }
            return flag
        }
    }

    var elements: [Node] {
        get throws(APIError) {
            guard let elements = value.array else { throw fault("an array") }
            return elements.enumerated().map { Node($0.element, "\(path)[\($0.offset)]") }
        }
    }

    func map<Value>(_ decode: (Node) throws(APIError) -> Value) throws(APIError) -> [Value] {
        var values: [Value] = []
        for element in try elements { values.append(try decode(element)) }
        return values
    }
}

extension Node {
    func optionalString(_ name: String) throws(APIError) -> String? { try optional(name)?.string }
    func optionalInteger(_ name: String) throws(APIError) -> Int? { try optional(name)?.integer }
    func bool(_ name: String, default value: Bool) throws(APIError) -> Bool { try optional(name)?.bool ?? value }

    /// A list of texts; empty where there is none.
    func strings(_ name: String) throws(APIError) -> [String] {
        try optional(name)?.map { node throws(APIError) in try node.string } ?? []
    }

    func optional<Value>(_ name: String, _ decode: (Node) throws(APIError) -> Value) throws(APIError) -> Value? {
        guard let node = try optional(name) else { return nil }
        return try decode(node)
    }

    /// The items of a list that is not paged: the whole body, or its member `items`.
    func items<Value>(_ decode: (Node) throws(APIError) -> Value) throws(APIError) -> [Value] {
        let list = value.array == nil ? try self["items"] : self
        return try list.map(decode)
    }
}
