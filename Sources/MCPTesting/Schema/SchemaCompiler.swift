internal import MCPCore

/// Turns schema documents into nodes. Every keyword is either compiled or refused.
struct SchemaCompiler {
    private(set) var nodes: [JSONSchema.Node] = []
    private(set) var definitions: [String: Int] = [:]
    /// `$ref` makes its neighbours void (draft-07, section 8.3).
    private var referencesStandAlone = false

    /// Where the definitions stand, by the URI of the dialect.
    private static let dialects = [
        "http://json-schema.org/draft-07/schema#": "definitions", "https://json-schema.org/draft/2020-12/schema": "$defs",
    ]

    mutating func compile(_ documents: [JSON]) throws(JSONSchemaError) {
        var bodies: [(dialect: String, name: String, body: JSON)] = []
        for document in documents {
            let (dialect, members) = try open(document)
            for member in members {
                guard definitions[member.key] == nil else { throw JSONSchemaError("\(member.key) is defined twice") }
                definitions[member.key] = reserve()
                bodies.append((dialect, member.key, member.value))
            }
        }
        for (dialect, name, body) in bodies {
            referencesStandAlone = dialect == "definitions"
            guard let node = definitions[name] else { continue }
            nodes[node].keywords = try keywords(of: body, "#/\(dialect)/\(name)")
        }
    }

    private func open(_ document: JSON) throws(JSONSchemaError) -> (dialect: String, [JSONObject.Member]) {
        guard let uri = document["$schema"]?.string, let dialect = Self.dialects[uri] else {
            throw JSONSchemaError("$schema names no dialect that is known here")
        }
        for member in document.object?.members ?? [] where !["$schema", "description", dialect].contains(member.key) {
            throw JSONSchemaError("#: \(member.key) beside the definitions is unknown")
        }
        guard let members = document[dialect]?.object?.members else { throw JSONSchemaError("#/\(dialect) is no object") }
        return (dialect, members)
    }

    private mutating func reserve() -> Int {
        nodes.append(JSONSchema.Node())
        return nodes.count - 1
    }

    private mutating func node(_ schema: JSON, _ path: String) throws(JSONSchemaError) -> Int {
        let index = reserve()
        nodes[index].keywords = try keywords(of: schema, path)
        return index
    }

    private mutating func keywords(of schema: JSON, _ path: String) throws(JSONSchemaError) -> [JSONSchema.Keyword] {
        if let isAllowed = schema.bool { return isAllowed ? [] : [.never] }
        guard let object = schema.object else { throw JSONSchemaError("\(path): a schema is an object or a boolean") }
        if referencesStandAlone, object["$ref"] != nil, object.members.contains(where: { !["$ref", "description"].contains($0.key) }) {
            throw JSONSchemaError("\(path): $ref makes its neighbours void in this dialect")
        }
        var keywords: [JSONSchema.Keyword] = []
        for member in object.members {
            if let keyword = try keyword(member.key, member.value, of: object, path) { keywords.append(keyword) }
        }
        return keywords
    }

    /// - Returns: nil for annotations.
    private mutating func keyword(
        _ name: String, _ value: JSON, of schema: JSONObject, _ path: String
    ) throws(JSONSchemaError) -> JSONSchema.Keyword? {
        let place = "\(path)/\(name)"
        switch name {
        case "description": return nil
        case "$ref": return .reference(try target(of: value, place))
        case "type": return .type(try types(value, place))
        case "properties":
            var properties: [String: Int] = [:]
            for member in try Self.object(value, place).members {
                properties[member.key] = try node(member.value, "\(place)/\(member.key)")
            }
            return .properties(properties)
        case "required": return .required(try Self.strings(value, place))
        case "additionalProperties":
            let known = schema["properties"]?.object?.members.map(\.key) ?? []
            return .additionalProperties(known: Set(known), try node(value, place))
        case "items": return .items(try node(value, place))
        case "maxItems":
            guard let count = value.integer, count >= 0 else { throw JSONSchemaError("\(place): a count is an integer from 0 on") }
            return .maxItems(Int(count))
        case "const": return .oneOfValues([try Self.scalar(value, place)])
        case "enum":
            var values: [JSON] = []
            for value in try Self.array(value, place) { values.append(try Self.scalar(value, place)) }
            return .oneOfValues(values)
        case "anyOf": return .anyOf(try branches(value, place))
        case "allOf": return .allOf(try branches(value, place))
        case "minimum": return .minimum(try Self.number(value, place))
        case "maximum": return .maximum(try Self.number(value, place))
        case "format":
            guard let format = value.string.flatMap(SchemaFormat.init(rawValue:)) else {
                throw JSONSchemaError("\(place): \(value.text) is unknown")
            }
            return .format(format)
        default: throw JSONSchemaError("\(place) is unknown")
        }
    }

    private func target(of value: JSON, _ path: String) throws(JSONSchemaError) -> Int {
        for place in Self.dialects.values {
            let prefix = "#/\(place)/"
            guard let text = value.string, text.hasPrefix(prefix) else { continue }
            if let node = definitions[String(text.dropFirst(prefix.count))] { return node }
        }
        throw JSONSchemaError("\(path): \(value.text) is no definition of this document")
    }

    private mutating func branches(_ value: JSON, _ path: String) throws(JSONSchemaError) -> [Int] {
        var branches: [Int] = []
        for (index, branch) in try Self.array(value, path).enumerated() { branches.append(try node(branch, "\(path)/\(index)")) }
        return branches
    }

    private func types(_ value: JSON, _ path: String) throws(JSONSchemaError) -> Set<JSONSchema.ValueType> {
        let names = if let name = value.string { [name] } else { try Self.strings(value, path) }
        var types: Set<JSONSchema.ValueType> = []
        for name in names {
            guard let type = JSONSchema.ValueType(rawValue: name) else { throw JSONSchemaError("\(path): \(name) is no type") }
            types.insert(type)
        }
        return types
    }

    private static func object(_ value: JSON, _ path: String) throws(JSONSchemaError) -> JSONObject {
        guard let object = value.object else { throw JSONSchemaError("\(path) is no object") }
        return object
    }

    private static func array(_ value: JSON, _ path: String) throws(JSONSchemaError) -> [JSON] {
        guard let array = value.array, !array.isEmpty else { throw JSONSchemaError("\(path) is no array with something in it") }
        return array
    }

    private static func strings(_ value: JSON, _ path: String) throws(JSONSchemaError) -> [String] {
        var strings: [String] = []
        for element in try array(value, path) {
            guard let string = element.string else { throw JSONSchemaError("\(path) is no array of strings") }
            strings.append(string)
        }
        return strings
    }

    private static func number(_ value: JSON, _ path: String) throws(JSONSchemaError) -> Double {
        guard let number = value.double else { throw JSONSchemaError("\(path) is no number") }
        return number
    }

    /// Numbers are compared as they are written, which is enough for integers and for nothing else.
    private static func scalar(_ value: JSON, _ path: String) throws(JSONSchemaError) -> JSON {
        switch value {
        case .null, .bool, .integer, .string: return value
        case .number, .array, .object: throw JSONSchemaError("\(path): only null, booleans, integers and strings are compared")
        }
    }
}
