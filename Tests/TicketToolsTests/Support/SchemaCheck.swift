internal import MCPCore

/// The part of JSON Schema that our output schemas use. A keyword it does not know is a fault, so that it cannot pass things by.
enum SchemaCheck {
    static func faults(of value: JSON, against schema: JSON, _ path: String = "$") -> [String] {
        guard let schema = schema.object else { return ["\(path): the schema is no object"] }
        var faults: [String] = []
        for keyword in schema.members {
            switch keyword.key {
            case "type":
                let types = keyword.value.array?.compactMap(\.string) ?? [keyword.value.string ?? "?"]
                let matches = types.contains(value.typeName) || (types.contains("number") && value.typeName == "integer")
                if !matches { faults.append("\(path): \(value.typeName) is no \(types.joined(separator: " or "))") }
            case "properties":
                for property in keyword.value.object?.members ?? [] {
                    guard let member = value[property.key] else { continue }
                    faults += self.faults(of: member, against: property.value, "\(path).\(property.key)")
                }
                // Nothing forbids more, but we mean to write nothing that is not described.
                for member in value.object?.members ?? [] where keyword.value[member.key] == nil {
                    faults.append("\(path).\(member.key) is not described")
                }
            case "required":
                for name in (keyword.value.array ?? []).compactMap(\.string) where value[name] == nil {
                    faults.append("\(path).\(name) is missing")
                }
            case "items":
                for (index, element) in (value.array ?? []).enumerated() {
                    faults += self.faults(of: element, against: keyword.value, "\(path)[\(index)]")
                }
            default: faults.append("\(path): keyword \(keyword.key) is unknown")
            }
        }
        return faults
    }
}
