internal import Foundation

/// Reads the query string of a request and collects every fault instead of stopping at the first.
struct QueryReader {
    /// Decoded name and value pairs in the order given.
    private(set) var items: [(name: String, value: String)] = []
    private var known: [String] = []
    private var errors: [FieldError] = []

    /// `+` stands for itself, as RFC 3986 has it; a space is `%20`.
    init(_ query: String?) {
        for pair in (query ?? "").split(separator: "&", omittingEmptySubsequences: true) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let name = parts[0].removingPercentEncoding, let value = (parts.count > 1 ? parts[1] : "").removingPercentEncoding else {
                refuse(parts[0].excerpt(60), "invalid", "The percent encoding is not UTF-8.")
                continue
            }
            if value.unicodeScalars.contains("\0") {
                refuse(name.excerpt(60), "invalid", "A value must not hold U+0000.")
                continue
            }
            items.append((name, value))
        }
    }

    /// Names that are read elsewhere, and so not unknown.
    mutating func expect(_ names: [String]) {
        known += names
    }

    /// Whether `name` is given at all.
    func has(_ name: String) -> Bool {
        items.contains { $0.name == name }
    }

    mutating func refuse(_ field: String, _ code: String, _ message: String, allowed: [String]? = nil) {
        errors.append(FieldError(field, code, message, allowed: allowed))
    }

    /// Every value of a parameter that may be repeated.
    mutating func strings(_ name: String) -> [String] {
        known.append(name)
        let values = items.filter { $0.name == name }.map(\.value)
        guard values.count <= Limits.queryValues else {
            refuse(name, "too_many", "\(name) may be repeated at most \(Limits.queryValues) times.")
            return []
        }
        return values
    }

    /// The value of a parameter that may be given once.
    mutating func string(_ name: String) -> String? {
        let values = strings(name)
        if values.count > 1 { refuse(name, "duplicate", "\(name) may be given only once.") }
        return values.first
    }

    /// A search text: trimmed, in stored form, nil when empty.
    mutating func text(_ name: String) -> String? {
        guard let text = string(name)?.storedForm.trimmed, !text.isEmpty else { return nil }
        if text.unicodeScalars.count > Limits.queryText {
            refuse(name, "too_long", "\(name) must be at most \(Limits.queryText) characters.")
        }
        return text
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int> = 1...Int.max) -> Int? {
        string(name).flatMap { parse($0, name, range) }
    }

    mutating func integers(_ name: String) -> [Int] {
        strings(name).compactMap { parse($0, name, 1...Int.max) }
    }

    mutating func flag(_ name: String) -> Bool? {
        guard let value = string(name) else { return nil }
        if value != "true", value != "false" {
            refuse(name, "invalid", "\(name) must be true or false.", allowed: ["true", "false"])
        }
        return value == "true"
    }

    /// Every value of a repeatable parameter that takes one of a fixed set of words.
    mutating func choices<Value>(_ name: String, _ choices: [(String, Value)]) -> [Value] {
        strings(name).compactMap { value in
            if let match = choices.first(where: { $0.0 == value }) { return match.1 }
            refuse(name, "unknown", "\(name) '\(value.excerpt(40))' is not known.", allowed: choices.map(\.0))
            return nil
        }
    }

    /// The same for a parameter that may be given once.
    mutating func choice<Value>(_ name: String, _ choices: [(String, Value)]) -> Value? {
        let matches = self.choices(name, choices)
        if items.count(where: { $0.name == name }) > 1 { refuse(name, "duplicate", "\(name) may be given only once.") }
        return matches.first
    }

    /// Throws everything that was refused, with each parameter nobody asked for.
    consuming func finish() throws(Problem) {
        var unknown: Set<String> = []
        for item in items where !known.contains(item.name) && unknown.insert(item.name).inserted {
            let message = "There is no query parameter '\(item.name.excerpt(60))' here."
            refuse(item.name.excerpt(60), "unknown_parameter", message, allowed: known)
        }
        if !errors.isEmpty { throw .invalidQuery(errors) }
    }

    private mutating func parse(_ text: String, _ name: String, _ range: ClosedRange<Int>) -> Int? {
        guard let number = Int(text), range.contains(number) else {
            let bounds = range.upperBound == Int.max ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
            refuse(name, Int(text) == nil ? "invalid" : "out_of_range", "\(name) must be an integer, \(bounds).")
            return nil
        }
        return number
    }
}
