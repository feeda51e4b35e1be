/// One field of a form.
struct FormField: Sendable {
    enum Kind: Sendable {
        /// A text, a number or a truth value.
        case scalar
        case choice(FormChoices)
        /// As many as between the bounds, where there are any.
        case choices(FormChoices, minimum: Int64?, maximum: Int64?)
    }

    let name: String
    /// As the form's author wrote it.
    let schema: JSONObject
    let kind: Kind

    /// - Throws: ``FormProblem`` for what is no flat object of primitive fields.
    static func all(in schema: JSONObject) throws(FormProblem) -> [FormField] {
        guard schema["type"] == "object", let properties = schema["properties"]?.object else {
            throw FormProblem("it is not an object with properties")
        }
        var fields: [FormField] = []
        for property in properties.members { fields.append(try FormField(property)) }
        return fields
    }

    private init(_ property: JSONObject.Member) throws(FormProblem) {
        name = property.key
        schema = property.value.object ?? [:]
        do throws(FormProblem) {
            kind = try Self.kind(of: schema)
            try Self.checkKeywords(of: schema)
        } catch {
            throw FormProblem("\"\(property.key)\" \(error.message)")
        }
    }

    /// Several choices as a list, also where a client sent them as one text.
    /// - Returns: nil for a text without any where there must be some: left blank, so left out.
    func normalized(_ value: JSON) -> JSON? {
        guard case .choices(_, let minimum, _) = kind, let text = value.string else { return value }
        let chosen = text.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
        return chosen.isEmpty && (minimum ?? 0) > 0 ? nil : .array(chosen.map(JSON.string))
    }

    private static func kind(of schema: JSONObject) throws(FormProblem) -> Kind {
        let filledIn = schema["default"]
        switch schema["type"]?.string {
        case "string":
            guard let choices = try FormChoices(schema) else {
                try require(filledIn.map { $0.string != nil })
                return .scalar
            }
            try require(filledIn.map(choices.contains))
            return .choice(choices)
        case "array":
            guard let items = schema["items"]?.object, let choices = try FormChoices(items) else {
                throw FormProblem("is a list, but not of choices")
            }
            guard !choices.values.contains(where: { $0.contains(",") }) else {
                throw FormProblem("offers several choices, one of them with a comma; clients of 2025-06-18 separate them by commas")
            }
            try require(filledIn.map { $0.array?.allSatisfy(choices.contains) ?? false })
            return .choices(choices, minimum: schema["minItems"]?.integer, maximum: schema["maxItems"]?.integer)
        case "integer", "number":
            try require(filledIn.map { $0.double != nil })
            return .scalar
        case "boolean":
            try require(filledIn.map { $0.bool != nil })
            return .scalar
        default: throw FormProblem("is not a text, a number, a truth value or a list of choices")
        }
    }

    /// - Parameter fits: whether a default fits its field; nil where there is none.
    private static func require(_ fits: Bool?) throws(FormProblem) {
        guard fits ?? true else { throw FormProblem("has a default that does not fit it") }
    }

    private static func checkKeywords(of schema: JSONObject) throws(FormProblem) {
        let own: [String] =
            switch schema["type"] {
            case "string": ["minLength", "maxLength", "format", "enum", "enumNames", "oneOf"]
            case "array": ["items", "minItems", "maxItems"]
            case "boolean": []
            default: ["minimum", "maximum"]
            }
        for keyword in schema.members.map(\.key) where !(["type", "title", "description", "default"] + own).contains(keyword) {
            throw FormProblem("has the keyword \(keyword), which forms have not")
        }
        guard let format = schema["format"] else { return }
        guard let known = format.string, StringFormat(rawValue: known) != nil else {
            throw FormProblem("has the format \(format.text), which forms have not")
        }
    }
}

/// Why a schema is no form.
struct FormProblem: Error, Hashable {
    /// Follows the name of what has it.
    let message: String

    init(_ message: String) {
        self.message = message
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
