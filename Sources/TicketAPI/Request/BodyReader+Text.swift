extension BodyReader {
    /// A text of `length` code points, in its stored form. One line unless `multiline`.
    mutating func text(_ field: String, _ length: ClosedRange<Int>, multiline: Bool = false, nullable: Bool = false) -> FieldValue<String> {
        read(field, nullable: nullable, expected: "a string") { value, reader in
            guard case .string(let raw) = value else { return nil }
            let text = multiline ? raw.storedForm : raw.storedForm.trimmed
            return reader.check(text, field, length, multiline: multiline) ? .value(text) : .absent
        }
    }

    /// A list of tags, without duplicates.
    mutating func tags(_ field: String, nullable: Bool = false) -> FieldValue<[String]> {
        read(field, nullable: nullable, expected: "an array of strings") { value, reader in
            guard case .array(let values) = value else { return nil }
            guard values.count <= Limits.tags else {
                reader.fault(field, "too_many", "\(field) can hold at most \(Limits.tags) tags.")
                return .absent
            }
            var tags: [String] = []
            var seen: Set<String> = []
            for value in values {
                guard case .string(let raw) = value else { return nil }
                let tag = raw.storedForm.trimmed
                guard reader.check(tag, field, 1...Limits.tag, multiline: false) else { return .absent }
                if seen.insert(tag.searchForm).inserted { tags.append(tag) }
            }
            return .value(tags)
        }
    }

    private mutating func check(_ text: String, _ field: String, _ length: ClosedRange<Int>, multiline: Bool) -> Bool {
        let count = text.unicodeScalars.count
        if count < length.lowerBound {
            fault(field, count == 0 ? "empty" : "too_short", "\(field) must not be empty.")
        } else if count > length.upperBound {
            fault(field, "too_long", "\(field) must be at most \(length.upperBound) characters; this has \(count).")
        } else if text.unicodeScalars.contains(where: { Self.isForbidden($0, multiline: multiline) }) {
            let rule = multiline ? "control characters" : "line breaks or control characters"
            fault(field, "control_character", "\(field) must not contain \(rule).")
        } else {
            return true
        }
        return false
    }

    private static func isForbidden(_ scalar: Unicode.Scalar, multiline: Bool) -> Bool {
        guard scalar.properties.generalCategory == .control else { return false }
        return !(multiline && (scalar == "\n" || scalar == "\t"))
    }
}
