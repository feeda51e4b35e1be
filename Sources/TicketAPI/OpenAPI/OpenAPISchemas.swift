/// The schemas of bodies and responses.
enum OpenAPISchemas {
    static let all: [(String, JSONValue)] = tickets + history + requests + directory + changes + problems

    /// `{items, page}`, with `as_of` for listings that depend on the time.
    static func page(of item: String, asOf: Bool = false) -> JSONValue {
        var properties: [(String, JSONValue)] = [
            ("items", OpenAPISchema.array(OpenAPISchema.ref(item))), ("page", OpenAPISchema.ref("Page")),
        ]
        if asOf { properties.append(("as_of", OpenAPISchema.time)) }
        return OpenAPISchema.object(properties)
    }
}
