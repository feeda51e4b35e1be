internal import MCPCore

extension Schema {
    /// The same schema, which also takes objects that `rewrite` makes fit. What clients are told stays as it is.
    func accepting(_ rewrite: @escaping @Sendable (JSONObject, inout SchemaDecoder) -> JSONObject) -> Schema {
        Schema(json: json) { value, decoder in
            let rewritten = value.object.map { JSON.object(rewrite($0, &decoder)) }
            return relayed(rewritten ?? value, &decoder)
        }
    }

    /// The same schema, which takes `category` for `category_id` and the like: models leave the `_id` off when they give a name.
    func acceptingShortNames(of members: String...) -> Schema {
        accepting { object, _ in object.renaming(shortNamesOf: members) }
    }
}

extension JSONObject {
    func renaming(shortNamesOf members: [String]) -> JSONObject {
        var object = self
        for member in members {
            let short = String(member.dropLast("_id".count))
            guard object[member] == nil, let value = object[short] else { continue }
            object[short] = nil
            object[member] = value
        }
        return object
    }
}
