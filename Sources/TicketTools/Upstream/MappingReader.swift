internal import MCPCore

/// Reads an object of a mapping member by member. A member that nobody asked for is a fault: it is most often a slip of the pen.
struct MappingReader {
    /// Where the object stands: `tickets.list`.
    let path: String
    private var rest: JSONObject

    init(_ json: JSON, _ path: String) throws(ConfigurationError) {
        self.path = path
        guard let object = json.object else {
            throw ConfigurationError("\(path.isEmpty ? "The mapping" : path) must be a mapping of keys and values.")
        }
        rest = object
    }

    /// Members that nobody asked for yet.
    var keys: [String] { rest.members.map(\.key) }

    /// A member of any type; nil for one that is not there, or is null.
    mutating func value(_ key: String) -> JSON? {
        guard let value = rest[key] else { return nil }
        rest[key] = nil
        return value.present
    }

    mutating func text(_ key: String) throws(ConfigurationError) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.scalarText else { throw fault(key, "must be a text") }
        return text
    }

    mutating func needed(_ key: String) throws(ConfigurationError) -> String {
        guard let text = try text(key) else { throw fault(key, "is missing") }
        return text
    }

    mutating func flag(_ key: String) throws(ConfigurationError) -> Bool {
        guard let value = value(key) else { return false }
        guard let flag = value.bool else { throw fault(key, "must be true or false") }
        return flag
    }

    mutating func number(_ key: String, _ range: ClosedRange<Int>) throws(ConfigurationError) -> Int? {
        guard let value = value(key) else { return nil }
        guard let number = value.integer.flatMap({ Int(exactly: $0) }), range.contains(number) else {
            throw fault(key, "must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Choice.Type
    ) throws(ConfigurationError) -> Choice? where Choice.RawValue == String {
        guard let text = try text(key) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw fault(key, "must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", ")), not \(text)")
        }
        return choice
    }

    mutating func object(_ key: String) throws(ConfigurationError) -> MappingReader? {
        guard let value = value(key) else { return nil }
        return try MappingReader(value, path.isEmpty ? key : "\(path).\(key)")
    }

    /// Texts by their names, in the order of the file.
    mutating func pairs(_ key: String) throws(ConfigurationError) -> [(key: String, value: String)] {
        guard var object = try object(key) else { return [] }
        var pairs: [(key: String, value: String)] = []
        for name in object.keys { pairs.append((name, try object.needed(name))) }
        return pairs
    }

    /// Values of any scalar type by the paths that they go to.
    mutating func constants(_ key: String) throws(ConfigurationError) -> [(path: [String], value: JSON)] {
        guard var object = try object(key) else { return [] }
        return object.keys.compactMap { name in object.value(name).map { (name.memberPath, $0) } }
    }

    /// - Throws: for a member that nobody asked for.
    func finish() throws(ConfigurationError) {
        if let key = keys.first { throw fault(key, "is not known here") }
    }

    func fault(_ key: String, _ problem: String) -> ConfigurationError {
        ConfigurationError("\(path.isEmpty ? key : "\(path).\(key)") \(problem).")
    }
}

extension JSON {
    /// A text, number or flag in writing.
    var scalarText: String? {
        switch self {
        case .string(let text): text
        case .integer, .number, .bool: text
        default: nil
        }
    }

    /// A value as a name in a file says it: `3`, `true`, `open`.
    init(scalar text: String) {
        switch text {
        case "true": self = true
        case "false": self = false
        default:
            if let number = Int64(text), String(number) == text { self = .integer(number) } else { self = .string(text) }
        }
    }

    /// What stands at a path of members; nil where there is nothing, or null.
    subscript(path: [String]) -> JSON? {
        var value = self
        for name in path {
            guard let next = value[name] else { return nil }
            value = next
        }
        return value.present
    }

    /// The value, but for null. (`nil` would be a JSON null here, which is a value.)
    var present: JSON? {
        guard !isNull else { return .none }
        return .some(self)
    }
}

extension JSONObject {
    /// Puts a value at a path, and makes the objects on the way.
    mutating func set(_ value: JSON, at path: ArraySlice<String>) {
        guard let name = path.first else { return }
        guard path.count > 1 else {
            self[name] = value
            return
        }
        var inner = self[name]?.object ?? JSONObject()
        inner.set(value, at: path.dropFirst())
        self[name] = .object(inner)
    }
}

extension String {
    /// `status.id` as its members; none for the empty path, the value itself.
    var memberPath: [String] { split(separator: ".").map(String.init) }

    /// The text with `{name}` replaced.
    func filled(_ values: [String: String]) -> String {
        var text = ""
        var rest = self[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            text += values[name] ?? ""
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }
}
