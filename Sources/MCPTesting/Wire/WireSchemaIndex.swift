internal import MCPCore

/// Finds the definitions of a revision by what they are about.
struct WireSchemaIndex {
    /// Definitions of requests by their methods.
    let requests: [String: String]
    /// Definitions of the notifications of extensions by their methods.
    let extraNotifications: [String: String]
    /// What an error of a code must also be.
    let errors: [Int64: [WireSchema.Rule]]

    init(official: JSON, extensions: [JSON]) {
        requests = Self.methods(([official] + extensions).flatMap(Self.definitions), "Request")
        extraNotifications = Self.methods(extensions.flatMap(Self.definitions), "Notification")
        var errors: [Int64: [WireSchema.Rule]] = [:]
        for definition in Self.definitions(official) {
            guard let (code, part) = Self.error(definition.value) else { continue }
            errors[code, default: []].append(WireSchema.Rule(definition: definition.key, part: part))
        }
        self.errors = errors
    }

    private static func definitions(_ document: JSON) -> [JSONObject.Member] {
        (document["$defs"] ?? document["definitions"])?.object?.members ?? []
    }

    private static func methods(_ definitions: [JSONObject.Member], _ suffix: String) -> [String: String] {
        let pairs = definitions.filter { $0.key.hasSuffix(suffix) }.compactMap { definition in
            definition.value["properties"]?["method"]?["const"]?.string.map { ($0, definition.key) }
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    /// The code that a definition is about, and the part of a message that it defines: some define the whole response, some its `error`.
    private static func error(_ definition: JSON) -> (Int64, part: String?)? {
        if let code = code(definition) { return (code, "error") }
        for branch in definition["properties"]?["error"]?["allOf"]?.array ?? [] {
            if let code = code(branch) { return (code, nil) }
        }
        return nil
    }

    private static func code(_ schema: JSON) -> Int64? { schema["properties"]?["code"]?["const"]?.integer }
}
