@testable internal import TicketAPI

/// Checks values against the part of JSON Schema that the OpenAPI document uses. Members that are not described are faults too.
struct SchemaCheck {
    let document: JSONValue

    func faults(of value: JSONValue, under schema: JSONValue, at path: String = "$") -> [String] {
        if let reference = schema["$ref"]?.string {
            let target = reference.split(separator: "/").dropFirst().reduce(document as JSONValue?) { $0?[String($1)] }
            return target.map { faults(of: value, under: $0, at: path) } ?? ["\(path): \(reference) is missing"]
        }
        if let choices = schema["anyOf"]?.list {
            let isOne = choices.contains { faults(of: value, under: $0, at: path).isEmpty }
            return isOne ? [] : ["\(path): \(value.text) is none of the alternatives"]
        }
        if let parts = schema["allOf"]?.list {
            // Each part describes some members of the whole, so only what all of them find wrong counts.
            return parts.map { faults(of: value, under: $0, at: path) }.reduce(nil) { known, next in
                known.map { Set($0).intersection(next).sorted() } ?? next
            } ?? []
        }
        if let values = schema["enum"]?.list, !values.contains(value) { return ["\(path): \(value.text) is not in the enumeration"] }
        switch (schema["type"]?.string, value) {
        case ("object", .object(let members)): return memberFaults(members, schema, path)
        case ("array", .array(let values)):
            guard let items = schema["items"] else { return [] }
            return values.enumerated().flatMap { faults(of: $1, under: items, at: "\(path)[\($0)]") }
        case ("string", .string), ("integer", .int), ("boolean", .bool), ("null", .null), (nil, _): return []
        default: return ["\(path): \(value.text) is not of type \(schema["type"]?.string ?? "")"]
        }
    }

    private func memberFaults(_ members: [JSONValue.Member], _ schema: JSONValue, _ path: String) -> [String] {
        guard let properties = schema["properties"] else { return [] }
        let names = Set(members.map(\.name))
        let missing = (schema["required"]?.list ?? []).compactMap(\.string).filter { !names.contains($0) }
        return missing.map { "\(path).\($0) is missing" }
            + members.flatMap { member -> [String] in
                guard let property = properties[member.name] else { return ["\(path).\(member.name) is not described"] }
                return faults(of: member.value, under: property, at: "\(path).\(member.name)")
            }
    }
}
