extension ElicitationForm {
    /// The form in the words of a revision.
    func requestedSchema(_ features: RevisionFeatures) -> JSONObject {
        var properties = JSONObject()
        for field in fields {
            properties[field.name] = .object(features.richElicitation ? field.richSchema : field.plainSchema)
        }
        var schema: JSONObject = ["type": "object", "properties": .object(properties)]
        schema["required"] = required
        return schema
    }
}

extension FormField {
    /// What the schema says, with several choices in the one form that clients know.
    fileprivate var richSchema: JSONObject {
        guard case .choices(let choices, _, _) = kind else { return schema }
        var rich = schema
        rich["items"] =
            choices.titled.map { ["anyOf": .array($0.map(\.json))] } ?? ["type": "string", "enum": .array(choices.values.map(JSON.string))]
        return rich
    }

    /// The words of 2025-06-18: defaults of truth values alone, titles beside the choices, and nothing for several choices.
    fileprivate var plainSchema: JSONObject {
        var plain = schema
        if schema["type"] != "boolean" { plain["default"] = nil }
        switch kind {
        case .scalar: break
        case .choice(let choices):
            plain["oneOf"] = nil
            plain["enum"] = .array(choices.values.map(JSON.string))
            plain["enumNames"] = choices.titles.map { .array($0.map(JSON.string)) }
        case .choices(let choices, let minimum, let maximum):
            plain = ["type": "string"]
            plain["title"] = schema["title"]
            let listed = choices.titled?.map { "\($0.value) (\($0.title))" } ?? choices.values
            let rule = "Comma-separated, \(Self.count(minimum, maximum)) of: \(listed.joined(separator: ", "))"
            plain["description"] = .string(schema["description"]?.string.map { "\($0)\n\(rule)" } ?? rule)
        }
        return plain
    }

    private static func count(_ minimum: Int64?, _ maximum: Int64?) -> String {
        switch (minimum, maximum) {
        case (let minimum?, let maximum?): minimum == maximum ? "exactly \(minimum)" : "\(minimum) to \(maximum)"
        case (let minimum?, nil): "at least \(minimum)"
        case (nil, let maximum?): "at most \(maximum)"
        case (nil, nil): "any"
        }
    }
}

extension FormChoices {
    fileprivate var titled: [TitledChoice]? {
        titles.map { zip(values, $0).map { TitledChoice($0, title: $1) } }
    }
}
