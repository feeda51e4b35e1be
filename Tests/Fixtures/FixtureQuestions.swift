import MCPCore

/// Tools that ask the client.
enum FixtureQuestions {
    static let name = Question.form("name", "What is your name?", Schema<String>.object(required("name", "", .string(1...20))) { $0 })
    private static let color = Question.form(
        "color", "Which color?", Schema<String>.object(required("color", "", .string(oneOf: ["red", "green"]))) { $0 })
    private static let capital = Question<SamplingResult>.sampling(
        "capital",
        SamplingRequest(
            [.user("The capital of France?")], maxTokens: 10, systemPrompt: "Be brief.", temperature: 0.5, stopSequences: ["."],
            modelPreferences: ModelPreferences(hints: ["small"], cost: 1, speed: 0.5, intelligence: 0)))

    static let all: [RegisteredTool] = [
        RegisteredTool("ask_name", "Asks for a name.") { context in
            switch try await context.ask(name) {
            case .accepted(let name): "Hello, \(name)!"
            case .declined: "Then not."
            case .cancelled: "Never mind."
            }
        },
        RegisteredTool("ask_form", "Asks with each kind of field.") { context in
            let titled = [TitledChoice("s", title: "Small"), TitledChoice("l", title: "Large")]
            let form = Schema<String>.object(
                required("mail", "Yours.", Schema.string.annotated("format", "email").annotated("title", "Mail")),
                defaulted("age", "", .integer(0...150), 30, as: 30), defaulted("sure", "", .boolean, true, as: true),
                optional("size", "", .string(oneOf: titled)),
                optional("colors", "Some.", .array(of: .string(oneOf: ["red", "green"]), count: 1...2))
            ) { "\($0), \($1), \($2), \($3 ?? "any"), \($4 ?? [])" }
            return try await context.ask(.form("form", "Who are you?", form)).answer ?? "no answer"
        },
        RegisteredTool("ask_page", "Sends to a page.") { context in
            let page = URLElicitation(url: "https://fixture.example/key", message: "Set a key.", id: "errand-1")
            switch try await context.ask(.url("page", page)) {
            case .accepted: return "on the way"
            case .declined, .cancelled: return "not on the way"
            }
        },
        RegisteredTool("ask_model", "Asks the model.") { context in
            let answer = try await context.ask(capital)
            return "\(answer.model): \(answer.text) (\(answer.stopReason?.rawValue ?? "no reason"))"
        },
        RegisteredTool("ask_model_with_tools", "Asks the model, which may use a tool.") { context in
            let weather = ToolDefinition(name: "weather", description: "Tells it.", inputSchema: RawJSON(["type": "object"]))
            let answer = try await context.ask(
                .sampling("weather", SamplingRequest([.user("The weather?")], maxTokens: 10, tools: [weather], toolChoice: .auto)))
            return answer.toolUses.map { "\($0.name) \(JSON.object($0.input).text)" }.joined(separator: ", ")
        },
        RegisteredTool("ask_roots", "Asks for the open folders.") { context in
            try await context.ask(.roots()).map { "\($0.uri) \($0.name ?? "without a name")" }.joined(separator: ", ")
        },
        RegisteredTool("ask_all", "Asks three things at once.") { context in
            let (name, capital, roots) = try await context.ask(name, capital, .roots("roots"))
            return "\(name.answer ?? "nobody"), \(capital.text), \(roots.count)"
        },
        RegisteredTool("ask_twice", "Asks one thing after another.") { context in
            guard let name = try await context.ask(name).answer else { return "nobody" }
            return "\(name) likes \(try await context.ask(color).answer ?? "no color")."
        },
        RegisteredTool("need_model", "Needs a client whose model may be asked.") { context in
            try context.require(.sampling)
            return "The client can sample."
        },
    ]
}
