internal import MCPCore

/// How a value of ours is made of one of theirs.
indirect enum Shape: Sendable {
    case value(ValueShape)
    /// Null where none of its members has a value.
    case object([Member], Lookup?)
    case list([String], Condition?, [Member])

    struct Member: Sendable {
        let name: String
        let shape: Shape
    }

    /// An object that stands elsewhere in the response, under its id.
    struct Lookup: Sendable {
        let list: [String]
        let by: [String]
    }

    struct Condition: Sendable {
        let member: String
        let value: String

        func holds(_ json: JSON) -> Bool { json[member]?.scalarText == value }
    }

    private static let words: Set = ["path", "template", "constant", "enum", "form", "first", "where", "default"]

    init(_ json: JSON, _ path: String, _ enumerations: [String: Enumeration]) throws(ConfigurationError) {
        if let text = json.string {
            self = .value(ValueShape(path: text.memberPath))
            return
        }
        var reader = try MappingReader(json, path)
        if let items = try reader.text("items") {
            let condition = try Self.condition(&reader)
            self = .list(items.memberPath, condition, try Self.members(&reader, enumerations))
        } else if !Set(reader.keys).isDisjoint(with: Self.words) {
            self = .value(try ValueShape(&reader, enumerations))
        } else {
            var lookup: Lookup?
            if let list = try reader.text("lookup") { lookup = Lookup(list: list.memberPath, by: try reader.needed("by").memberPath) }
            self = .object(try Self.members(&reader, enumerations), lookup)
        }
    }

    static func members(_ reader: inout MappingReader, _ enumerations: [String: Enumeration]) throws(ConfigurationError) -> [Member] {
        var members: [Member] = []
        for name in reader.keys {
            guard let json = reader.value(name) else { continue }
            members.append(Member(name: name, shape: try Shape(json, "\(reader.path).\(name)", enumerations)))
        }
        return members
    }

    static func condition(_ reader: inout MappingReader) throws(ConfigurationError) -> Condition? {
        let pairs = try reader.pairs("where")
        guard pairs.count < 2 else { throw reader.fault("where", "takes one member") }
        return pairs.first.map { Condition(member: $0.key, value: $0.value) }
    }

    /// - Parameter root: the whole response, for what stands elsewhere in it.
    func read(_ json: JSON, root: JSON, _ zone: ZoneOffset) -> JSON? {
        switch self {
        case .value(let shape): return shape.read(json, zone)
        case .object(let members, nil): return Self.object(members, json, root, zone)
        case .object(let members, let lookup?):
            guard let id = json[lookup.by] else { return nil }
            if let found = root[lookup.list]?.array?.first(where: { $0["id"] == id }) { return Self.object(members, found, root, zone) }
            // They send no names with it; the id is better than nobody.
            return ["id": id, "name": .string("#\(id.scalarText ?? "?")")]
        case .list(let path, let condition, let members):
            guard let list = json[path]?.array else { return nil }
            return .array(list.filter { condition?.holds($0) ?? true }.compactMap { Self.object(members, $0, root, zone) })
        }
    }

    static func object(_ members: [Member], _ json: JSON, _ root: JSON, _ zone: ZoneOffset) -> JSON? {
        var object = JSONObject()
        for member in members { object[member.name] = member.shape.read(json, root: root, zone) }
        guard !object.isEmpty else { return .none }
        return .object(object)
    }
}

/// How a single value of ours is made of theirs.
struct ValueShape: Sendable {
    enum Form: String, Sendable, CaseIterable {
        /// `In Progress` as `in_progress`.
        case key
        /// A date as the last second of the day in the server's zone.
        case dayEnd = "day_end"
        case integer, text
    }

    private let path: [String]
    private var template: String?
    private var constant: JSON?
    private var first: [String]?
    private var condition: Shape.Condition?
    private var enumeration: Enumeration?
    private var form: Form?
    private var fallback: JSON?

    init(path: [String]) {
        self.path = path
    }

    init(_ reader: inout MappingReader, _ enumerations: [String: Enumeration]) throws(ConfigurationError) {
        path = try reader.text("path")?.memberPath ?? []
        template = try reader.text("template")
        constant = reader.value("constant")
        first = try reader.text("first")?.memberPath
        condition = try Shape.condition(&reader)
        form = try reader.choice("form", Form.self)
        fallback = reader.value("default")
        if let name = try reader.text("enum") {
            guard let found = enumerations[name] else { throw reader.fault("enum", "names no enumeration: \(name)") }
            enumeration = found
        }
        try reader.finish()
    }

    func read(_ json: JSON, _ zone: ZoneOffset) -> JSON? {
        if let constant { return constant }
        guard let found = found(in: json) else { return fallback }
        // A value that is in no list is the default, or stays what it is.
        let value = enumeration.map { $0.read(found) ?? fallback ?? found } ?? found
        return shaped(value, zone) ?? fallback
    }

    private func found(in json: JSON) -> JSON? {
        if let first { return json[first]?.array?.first { condition?.holds($0) ?? true }?[path] }
        guard let template else { return json[path] }
        var values: [String: String] = [:]
        for member in json.object?.members ?? [] { values[member.key] = member.value.scalarText }
        let text = template.filled(values)
        guard !text.allSatisfy(\.isWhitespace) else { return .none }
        return .string(text)
    }

    private func shaped(_ value: JSON, _ zone: ZoneOffset) -> JSON? {
        switch form {
        case nil: value
        case .text: value.scalarText.map { .string($0) }
        case .integer: value.scalarText.flatMap { Int64($0) }.map { .integer($0) }
        case .key: value.scalarText.map { text in .string(String(text.lowercased().map { $0.isWhitespace ? "_" : $0 })) }
        case .dayEnd:
            value.string.flatMap { TimeInput($0) }.map { .string($0.deadline(in: zone).text) }
        }
    }
}
