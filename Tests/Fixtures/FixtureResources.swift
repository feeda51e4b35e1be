import MCPCore

/// Notes: one for each way in which reading can go.
enum FixtureResources {
    static let all: [Resource] = [
        Resource(
            ResourceDefinition(
                uri: "note://1", name: "first", title: "First note", description: "A text.", mimeType: "text/plain", size: 5,
                annotations: Annotations(audience: [.user], priority: 0.5, lastModified: "2025-01-12T15:00:58Z"),
                icons: [Icon(source: "https://fixture.example/n.png")], meta: ["shelf": 1])
        ) { context in
            ResourceResult(
                [ResourceContents(uri: context.uri, mimeType: "text/plain", body: .text("hello"), meta: ["line": 1])],
                cache: CacheHint(timeToLive: .seconds(1), scope: .public))
        },
        Resource("note://2", name: "second", mimeType: "image/png") { _ in .blob(base64: "AAE=") },
        Resource(ResourceDefinition(uri: "note://all", name: "all")) { _ in
            ResourceResult([
                ResourceContents(uri: "note://1", mimeType: "text/plain", body: .text("hello")),
                ResourceContents(uri: "note://2", mimeType: "image/png", body: .blob(base64: "AAE=")),
            ])
        },
        Resource("note://gone", name: "gone") { context in throw MCPError.resourceNotFound(context.uri) },
        Resource("note://closed", name: "closed") { _ in throw ToolFailure("The note is closed.") },
        Resource("note://torn", name: "torn") { _ in throw Break.Secret() },
        Resource("note://asks", name: "asks") { context in
            .text("Hello, \(try await context.ask(FixtureQuestions.name).answer ?? "nobody")!")
        },
    ]

    static let templates: [ResourceTemplate] = [
        ResourceTemplate(
            ResourceDefinition(
                uri: "shelf://{shelf}/{title}", name: "shelf", title: "A shelf", description: "Books.", mimeType: "text/plain",
                annotations: Annotations(audience: [.assistant]), icons: [Icon(source: "https://fixture.example/s.png")],
                meta: ["books": 2]),
            complete: { request, _ in
                switch request.argument {
                case "shelf": .prefixed(by: request.value, of: ["north", "south", "seaside"])
                default: .prefixed(by: request.value, of: request.context["shelf"] == "south" ? ["Sun"] : ["Snow", "Storm"])
                }
            }
        ) { context in
            ResourceResult([
                ResourceContents(uri: context.uri, mimeType: "text/plain", body: .text("\(context["title"]) in \(context["shelf"])"))
            ])
        },
        ResourceTemplate("plain://{+path}", name: "plain") { context in .text(context["path"]) },
        ResourceTemplate("query://find{?text}", name: "query") { context in .text("found \(context["text"])") },
    ]
}
