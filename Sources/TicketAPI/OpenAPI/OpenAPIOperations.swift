/// Every route, described.
enum OpenAPIOperations {
    static let all: [OpenAPIOperation] = tickets + history + directory + changes + meta

    private static let meta: [OpenAPIOperation] = [
        OpenAPIOperation(
            method: "get", path: "/health", id: "getHealth", tag: "meta", summary: "Whether the service works.",
            success: .init(status: 200, description: "It works.", schema: OpenAPISchema.ref("Health")), errors: [503], isPublic: true),
        OpenAPIOperation(
            method: "get", path: "/openapi.json", id: "getOpenAPI", tag: "meta", summary: "This document.",
            success: .init(status: 200, description: "An OpenAPI 3.1 document.", schema: ["type": "object"]), isPublic: true),
    ]
}
