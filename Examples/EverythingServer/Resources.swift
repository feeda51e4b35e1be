import MCPCore

enum Resources {
    static let watched = "test://watched-resource"

    static let all: [Resource] = [
        Resource("test://static-text", name: "static-text", description: "A text that never changes.", mimeType: "text/plain") { _ in
            .text("This is the content of the static text resource.")
        },
        Resource("test://static-binary", name: "static-binary", description: "An image.", mimeType: "image/png") { _ in
            .blob(base64: Samples.png)
        },
        Resource(watched, name: "watched-resource", description: "Can be subscribed to.", mimeType: "text/plain") { _ in
            .text("Watched resource content")
        },
    ]

    static let templates: [ResourceTemplate] = [
        ResourceTemplate(
            "test://template/{id}/data", name: "template-data", description: "Data for any id.", mimeType: "application/json",
            complete: { request, _ in .prefixed(by: request.value, of: ["1", "12", "123"]) }
        ) { context in
            let id = context["id"]
            let data: JSON = ["id": .string(id), "templateTest": true, "data": .string("Data for ID: \(id)")]
            return .text(data.text)
        }
    ]
}
