/// The OpenAPI 3.1 description of the API.
public enum OpenAPIDocument {
    /// The document; built once.
    public static let current: JSONValue = [
        "openapi": "3.1.0",
        "info": [
            "title": "Ticket API", "version": .string(TicketAPIVersion.current),
            "description": "A help desk: tickets, their history, and what they refer to. Errors are RFC 9457 problems.",
        ],
        "servers": [["url": "/"]],
        "security": [["apiKey": []]],
        "tags": [["name": "tickets"], ["name": "history"], ["name": "directory"], ["name": "changes"], ["name": "meta"]],
        "paths": paths,
        "components": [
            "schemas": .object(OpenAPISchemas.all.map { .init($0.0, $0.1) }),
            "responses": responses,
            "securitySchemes": ["apiKey": ["type": "apiKey", "in": "header", "name": "x-api-key"]],
        ],
    ]

    private static var paths: JSONValue {
        var order: [String] = []
        var operations: [String: [JSONValue.Member]] = [:]
        for operation in OpenAPIOperations.all {
            if operations[operation.path] == nil { order.append(operation.path) }
            operations[operation.path, default: []].append(.init(operation.method, operation.json))
        }
        return .object(order.map { .init($0, .object(operations[$0] ?? [])) })
    }

    private static var responses: JSONValue {
        let content: JSONValue = ["application/problem+json": ["schema": OpenAPISchema.ref("Problem")]]
        return .object(
            OpenAPISchemas.problemResponses.map { status, description in
                .init("Problem\(status)", ["description": .string(description), "content": content])
            })
    }
}
