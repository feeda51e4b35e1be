/// Reads the members of a JSON object and collects every fault instead of stopping at the first.
struct BodyReader {
    private let members: [JSONValue.Member]
    private var known: [String] = []
    private(set) var faults: [FieldError] = []

    /// Throws when the body is not an object at all.
    init(_ body: JSONValue) throws(Problem) {
        guard case .object(let members) = body else { throw .badRequest("body_not_object", "The body must be a JSON object.") }
        self.members = members
    }

    mutating func fault(_ field: String, _ code: String, _ message: String, allowed: [String]? = nil) {
        faults.append(FieldError(field, code, message, allowed: allowed))
    }

    /// The faults, with one for each member nobody asked for.
    consuming func finish() -> [FieldError] {
        for member in members where !known.contains(member.name) {
            fault(member.name.excerpt(60), "unknown_member", "There is no such member.", allowed: known)
        }
        return faults
    }

    /// Reads `field` with `convert`, which returns nil for a value of the wrong type.
    mutating func read<Value: Sendable>(
        _ field: String, nullable: Bool, expected: String, _ convert: (JSONValue, inout BodyReader) -> FieldValue<Value>?
    ) -> FieldValue<Value> {
        known.append(field)
        guard let value = members.first(where: { $0.name == field })?.value else { return .absent }
        if value == .null {
            if !nullable { fault(field, "not_nullable", "\(field) cannot be null.") }
            return nullable ? .null : .absent
        }
        if let converted = convert(value, &self) { return converted }
        fault(field, "wrong_type", "\(field) must be \(expected).")
        return .absent
    }

    mutating func integer(_ field: String, in range: ClosedRange<Int> = 1...Int.max, nullable: Bool = true) -> FieldValue<Int> {
        read(field, nullable: nullable, expected: "an integer") { value, reader in
            guard case .int(let number) = value else { return nil }
            if range.contains(number) { return .value(number) }
            let bounds = range.upperBound == Int.max ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
            reader.fault(field, "out_of_range", "\(field) must be \(bounds).")
            return .absent
        }
    }

    mutating func flag(_ field: String) -> FieldValue<Bool> {
        read(field, nullable: false, expected: "true or false") { value, _ in
            guard case .bool(let flag) = value else { return nil }
            return .value(flag)
        }
    }

    mutating func time(_ field: String) -> FieldValue<Instant> {
        read(field, nullable: true, expected: "an RFC 3339 time, such as 2026-11-21T09:00:00Z") { value, reader in
            guard case .string(let text) = value else { return nil }
            if let instant = Instant(rfc3339: text) { return .value(instant) }
            if let date = CivilDate(text) { return .value(date.start.adding(days: 1).adding(seconds: -1)) }
            reader.fault(field, "invalid_time", "\(field) must be an RFC 3339 time or a date, such as 2026-11-21T09:00:00Z or 2026-11-21.")
            return .absent
        }
    }

    /// One of a fixed set of words.
    mutating func choice<Value: Sendable>(_ field: String, _ choices: [(String, Value)]) -> FieldValue<Value> {
        let allowed = choices.map(\.0)
        return read(field, nullable: false, expected: "one of \(allowed.joined(separator: ", "))") { value, reader in
            guard case .string(let text) = value else { return nil }
            if let choice = choices.first(where: { $0.0 == text }) { return .value(choice.1) }
            reader.fault(field, "unknown", "\(field) '\(text.excerpt(40))' is not known.", allowed: allowed)
            return .absent
        }
    }

    /// A status by id or key; whether it exists is found out later.
    mutating func status(_ field: String) -> FieldValue<String> {
        read(field, nullable: false, expected: "the id or the key of a status") { value, _ in
            switch value {
            case .int(let id): .value(String(id))
            case .string(let key): .value(key)
            default: nil
            }
        }
    }
}
