/// The description of one route.
struct OpenAPIOperation: Sendable {
    /// A successful response.
    struct Success: Sendable {
        let status: Int
        let description: String
        let schema: JSONValue
        var headers: [String] = []
        var mediaType = "application/json"
    }

    let method: String
    let path: String
    let id: String
    let tag: String
    let summary: String
    var parameters: [OpenAPIParameter] = []
    /// The name of a schema.
    var body: String?
    let success: Success
    /// Answers with 304 to who has the same already.
    var isValidated = false
    /// The answer to a look ahead, where it has a status of its own.
    var preview: Success?
    var errors: [Int] = []
    var isPublic = false

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("operationId", .string(id)), .init("tags", [.string(tag)]), .init("summary", .string(summary)),
        ]
        if isPublic { members.append(.init("security", [])) }
        let all = pathParameters + parameters
        if !all.isEmpty { members.append(.init("parameters", .array(all.map(\.json)))) }
        if let body {
            let content: JSONValue = ["application/json": ["schema": OpenAPISchema.ref(body)]]
            members.append(.init("requestBody", ["required": true, "content": content]))
        }
        members.append(
            .init("responses", .object(([preview, success] as [Success?]).compactMap { $0.map(response) } + unchanged + errorResponses)))
        return .object(members)
    }

    private var pathParameters: [OpenAPIParameter] {
        if path.contains("{id}") { return [OpenAPIParameter("id", in: .path, OpenAPISchema.id, "Id.")] }
        guard path.contains("{ref}") else { return [] }
        return [OpenAPIParameter("ref", in: .path, OpenAPISchema.string, "Id or number of a ticket, such as 123 or T-000123.")]
    }

    private func response(_ success: Success) -> JSONValue.Member {
        var response: [JSONValue.Member] = [.init("description", .string(success.description))]
        if !success.headers.isEmpty {
            response.append(.init("headers", .object(success.headers.map { .init($0, ["schema": OpenAPISchema.string]) })))
        }
        response.append(.init("content", .object([.init(success.mediaType, ["schema": success.schema])])))
        return .init(String(success.status), .object(response))
    }

    private var unchanged: [JSONValue.Member] {
        isValidated ? [.init("304", ["description": "What the caller named in If-None-Match is still so."])] : []
    }

    private var errorResponses: [JSONValue.Member] {
        let common = isPublic ? [400, 403, 405, 429, 500] : [400, 401, 403, 405, 429, 500]
        return Set(common + errors).sorted().map { .init(String($0), ["$ref": .string("#/components/responses/Problem\($0)")]) }
    }
}
