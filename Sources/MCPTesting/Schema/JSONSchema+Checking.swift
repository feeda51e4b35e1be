internal import MCPCore

extension JSONSchema {
    /// Beyond it a schema goes round in circles: a message nests 64 deep (``JSONLimits``), and a level of it takes a few schemas.
    private static let depth = 500

    func violations(of value: JSON, _ node: Int, depth: Int = 0) -> [Violation] {
        guard depth < Self.depth else { return [Violation(path: "", reason: "the schema refers to itself without an end")] }
        var violations: [Violation] = []
        for keyword in nodes[node].keywords { violations += check(value, keyword, depth + 1) }
        return violations
    }

    /// Keywords about another type than the value's agree to it (2020-12, section 7.6.1).
    private func check(_ value: JSON, _ keyword: Keyword, _ depth: Int) -> [Violation] {
        switch keyword {
        case .never: [Violation(path: "", reason: "must not be here")]
        case .reference(let target): violations(of: value, target, depth: depth)
        case .type(let types): value.isOf(types) ? [] : [.wrongType(value, types)]
        case .properties(let properties): members(of: value, depth) { properties[$0] }
        case .required(let names): missing(names, value.object)
        case .additionalProperties(let known, let schema): members(of: value, depth) { known.contains($0) ? nil : schema }
        case .items(let schema):
            (value.array ?? []).enumerated().flatMap { index, element in
                violations(of: element, schema, depth: depth).map { $0.under(String(index)) }
            }
        case .maxItems(let count): (value.array ?? []).count <= count ? [] : [Violation(path: "", reason: "more than \(count) elements")]
        case .oneOfValues(let values): values.contains(value) ? [] : [.wrongValue(value, values)]
        case .anyOf(let branches): nearest(of: branches.map { ($0, violations(of: value, $0, depth: depth)) })
        case .allOf(let branches): branches.flatMap { violations(of: value, $0, depth: depth) }
        case .minimum(let bound): (value.double ?? bound) >= bound ? [] : [Violation(path: "", reason: "less than \(bound)")]
        case .maximum(let bound): (value.double ?? bound) <= bound ? [] : [Violation(path: "", reason: "more than \(bound)")]
        case .format(let format): value.string.map(format.matches) ?? true ? [] : [.wrongFormat(value, format)]
        }
    }

    private func members(of value: JSON, _ depth: Int, schema: (String) -> Int?) -> [Violation] {
        (value.object?.members ?? []).flatMap { member in
            guard let schema = schema(member.key) else { return [Violation]() }
            return violations(of: member.value, schema, depth: depth).map { $0.under(member.key) }
        }
    }

    private func missing(_ names: [String], _ object: JSONObject?) -> [Violation] {
        guard let object else { return [] }
        return names.filter { object[$0] == nil }.map { Violation(path: "", reason: "\($0) is missing") }
    }

    /// What is wrong by the alternative that was most likely meant: of those whose constants fit, the one with the least to complain of.
    private func nearest(of branches: [(node: Int, violations: [Violation])]) -> [Violation] {
        guard !branches.contains(where: \.violations.isEmpty) else { return [] }
        let nearest = branches.min { left, right in
            let (left, right) = (left.violations, right.violations)
            return (left.count(where: \.isKind), left.count) < (right.count(where: \.isKind), right.count)
        }
        guard let nearest else { return [] }
        let name = name(of: nearest.node).map { " \($0)" } ?? ""
        return nearest.violations.map { violation in
            var violation = violation
            violation.reason += " (nearest of \(branches.count):\(name))"
            return violation
        }
    }

    private func name(of node: Int) -> String? {
        for case .reference(let target) in nodes[node].keywords { return names[target] }
        return names[node]
    }
}

extension JSONSchema.Violation {
    fileprivate static func wrongType(_ value: JSON, _ types: Set<JSONSchema.ValueType>) -> Self {
        Self(path: "", reason: "\(value.typeName) instead of \(types.map(\.rawValue).sorted().joined(separator: " or "))")
    }

    fileprivate static func wrongValue(_ value: JSON, _ values: [JSON]) -> Self {
        Self(path: "", reason: "\(value.excerpt) instead of \(values.map(\.text).joined(separator: " or "))", isKind: values.count == 1)
    }

    fileprivate static func wrongFormat(_ value: JSON, _ format: SchemaFormat) -> Self {
        Self(path: "", reason: "\(value.excerpt) is not of the format \(format.rawValue)")
    }

    /// The same, seen from the value around (RFC 6901, section 3).
    fileprivate func under(_ key: String) -> Self {
        var violation = self
        violation.path = "/" + key.replacing("~", with: "~0").replacing("/", with: "~1") + path
        return violation
    }
}

extension JSON {
    fileprivate func isOf(_ types: Set<JSONSchema.ValueType>) -> Bool {
        switch self {
        case .null: types.contains(.null)
        case .bool: types.contains(.boolean)
        case .integer: types.contains(.integer) || types.contains(.number)
        case .number(let number): types.contains(.number) || types.contains(.integer) && number.isWhole
        case .string: types.contains(.string)
        case .array: types.contains(.array)
        case .object: types.contains(.object)
        }
    }

    /// Enough of the value to recognise it.
    var excerpt: String {
        let text = text
        return text.count > 200 ? text.prefix(200) + "…" : text
    }
}

extension JSONNumber {
    /// Whether it is an integer, however it is written (2020-12, section 6.1.1 of the validation vocabulary): `1.0`, `1e2`, `2` with
    /// fifty zeros.
    fileprivate var isWhole: Bool {
        literal.utf8.allSatisfy { $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            || double == double.rounded()
    }
}
