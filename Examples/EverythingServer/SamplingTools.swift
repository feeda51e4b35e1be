import MCPCore

/// Questions to the client's model.
enum SamplingTools {
    static let all: [RegisteredTool] = [
        RegisteredTool(
            "test_sampling", "Has the client's model answer a prompt.",
            input: Schema<String>.object(required("prompt", "What to ask the model.", .string)) { $0 }
        ) { prompt, context in
            let result = try await context.ask(.sampling("answer", SamplingRequest([.user(prompt)], maxTokens: 100)))
            return "LLM response: \(result.text)"
        },
        RegisteredTool("test_missing_capability", "Needs a client whose model may be asked.") { context in
            try context.require(.sampling)
            return "The client can sample."
        },
    ]
}
