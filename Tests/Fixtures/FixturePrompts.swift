import MCPCore

/// Prompts: one for each way in which getting one can go.
enum FixturePrompts {
    static let all: [Prompt] = [
        Prompt(
            "triage", title: "Triage", description: "Sorts a ticket.",
            arguments: [
                .required("number", "Of the ticket.", title: "Number", complete: { request, _ in number(request.value) }),
                .optional("tone", complete: { request, _ in try tone(request) }), .optional("note"),
            ],
            icons: [Icon(source: "https://fixture.example/p.png")], meta: ["kind": "sorting"]
        ) { context in
            PromptResult(
                [.user("Sort ticket \(context["number"])."), .assistant("Gladly.")], description: "For ticket \(context["number"])",
                meta: ["tone": .string(context["tone"])])
        },
        Prompt("pictures") { _ in
            PromptResult([
                PromptMessage(.user, Content(.image(base64: "aW1n", mimeType: "image/png"))),
                PromptMessage(.user, Content(.audio(base64: "YXVk", mimeType: "audio/wav"))),
                PromptMessage(.user, Content(.resourceLink(ResourceLink(uri: "note://1", name: "first")))),
                PromptMessage(
                    .assistant, Content(.resource(ResourceContents(uri: "note://1", mimeType: "text/plain", body: .text("hello"))))),
            ])
        },
        Prompt("greeting") { context in
            PromptResult([.user("Greet \(try await context.ask(FixtureQuestions.name).answer ?? "nobody").")])
        },
        Prompt("torn") { _ in throw Break.Secret() },
    ]

    /// More than may be told at once.
    private static func number(_ typed: String) -> Completion {
        .prefixed(by: typed, of: (1...150).map { "T-\($0)" })
    }

    /// Fails for one that nobody has.
    private static func tone(_ request: CompletionRequest) throws -> Completion {
        guard request.value != "rude" else { throw ToolFailure("No tone begins so.") }
        return Completion(request.context["number"] == "T-1" ? ["calm"] : ["calm", "stern"], total: 7)
    }
}
