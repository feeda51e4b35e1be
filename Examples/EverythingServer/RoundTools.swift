import MCPCore

/// Calls that need more than one round where nothing can wait (2026-07-28); in a session they wait.
enum RoundTools {
    static let all: [RegisteredTool] = [
        RegisteredTool("test_input_required_result_elicitation", "Asks for a name.") { context in
            guard let name = try await context.ask(name()).answer else { return "No name given." }
            return "Hello, \(name)!"
        },
        RegisteredTool("test_input_required_result_sampling", "Asks the model for a capital.") { context in
            try await context.ask(.sampling("capital_question", capital)).text
        },
        RegisteredTool("test_input_required_result_list_roots", "Asks for the client's folders.") { context in
            "Roots: \(try await context.ask(.roots("client_roots")).map(\.uri).joined(separator: ", "))"
        },
        RegisteredTool("test_input_required_result_request_state", "Asks for a confirmation.") { context in
            try await context.ask(confirmation).answer == true ? "state-ok" : "Not confirmed."
        },
        RegisteredTool("test_input_required_result_tampered_state", "Asks for a confirmation that nobody can forge.") { context in
            try await context.ask(confirmation).answer == true ? "state-ok" : "Not confirmed."
        },
        RegisteredTool("test_input_required_result_multiple_inputs", "Asks three things at once.") { context in
            let (name, greeting, roots) = try await context.ask(
                name(), .sampling("greeting", SamplingRequest([.user("Generate a greeting")], maxTokens: 50)), .roots("client_roots"))
            return "\(greeting.text) \(name.answer ?? "nobody") (\(roots.count) roots)"
        },
        RegisteredTool("test_input_required_result_multi_round", "Asks one thing after another.") { context in
            let color = Schema<String>.object(required("color", "", .string)) { $0 }
            guard let name = try await context.ask(name("step1", "Step 1: What is your name?")).answer else { return "No name given." }
            let answer = try await context.ask(.form("step2", "Step 2: What is your favorite color?", color)).answer
            return "\(name) likes \(answer ?? "no color")."
        },
        RegisteredTool("test_input_required_result_capabilities", "Asks what the client can answer.") { context in
            guard context.supports(.elicitation) else { return try await context.ask(.sampling("capital_question", capital)).text }
            return "Hello, \(try await context.ask(name()).answer ?? "nobody")!"
        },
    ]

    static func name(_ key: String = "user_name", _ message: String = "What is your name?") -> Question<ElicitationOutcome<String>> {
        .form(key, message, Schema<String>.object(required("name", "", .string)) { $0 })
    }

    private static let confirmation = Question.form(
        "confirm", "Please confirm", Schema<Bool>.object(required("ok", "", .boolean)) { $0 })
    private static let capital = SamplingRequest([.user("What is the capital of France?")], maxTokens: 100)
}
