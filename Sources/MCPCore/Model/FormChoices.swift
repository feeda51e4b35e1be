/// The texts of which one, or several, are chosen.
struct FormChoices: Sendable {
    let values: [String]
    /// In the order of the values; nil where they speak for themselves.
    let titles: [String]?

    /// - Returns: nil where a schema leaves the choice free.
    init?(_ schema: JSONObject) throws(FormProblem) {
        if let values = schema["enum"]?.array {
            self.values = values.compactMap(\.string)
            titles = schema["enumNames"]?.array?.compactMap(\.string)
            guard self.values.count == values.count else { throw FormProblem("has a choice that is no text") }
        } else if let choices = (schema["oneOf"] ?? schema["anyOf"])?.array {
            values = choices.compactMap { $0["const"]?.string }
            titles = choices.compactMap { $0["title"]?.string }
            guard values.count == choices.count else { throw FormProblem("has a choice that is no text") }
        } else {
            return nil
        }
        if let titles, titles.count != values.count { throw FormProblem("has not one title for each choice") }
    }

    func contains(_ value: JSON) -> Bool {
        value.string.map { text in values.contains { $0.hasSameBytes(as: text) } } ?? false
    }
}
