import MCPCore

enum Prompts {
    static let all: [Prompt] = [
        Prompt("test_simple_prompt", description: "A prompt without arguments.") { _ in
            PromptResult([.user("This is a simple prompt for testing.")])
        },
        Prompt(
            "test_prompt_with_arguments", description: "A prompt with two arguments.",
            arguments: [
                .required(
                    "arg1", "The first.", complete: { request, _ in .prefixed(by: request.value, of: ["test", "testing", "other"]) }),
                .required("arg2", "The second."),
            ]
        ) { context in PromptResult([.user("Prompt with arguments: arg1='\(context["arg1"])', arg2='\(context["arg2"])'")]) },
        Prompt(
            "test_prompt_with_embedded_resource", description: "A prompt with a resource inside.",
            arguments: [.required("resourceUri", "Of the resource.")]
        ) { context in
            let resource = ResourceContents(
                uri: context["resourceUri"], mimeType: "text/plain", body: .text("Embedded resource content for testing."))
            return PromptResult([
                PromptMessage(.user, Content(.resource(resource))), .user("Please process the embedded resource above."),
            ])
        },
        Prompt("test_prompt_with_image", description: "A prompt with an image.") { _ in
            PromptResult([
                PromptMessage(.user, Content(.image(base64: Samples.png, mimeType: "image/png"))),
                .user("Please analyze the image above."),
            ])
        },
        Prompt("test_input_required_result_prompt", description: "A prompt that asks something first.") { context in
            let form = Schema<String>.object(required("context", "", .string)) { $0 }
            let answer = try await context.ask(.form("user_context", "What context should the prompt use?", form)).answer
            return PromptResult([.user("Use this context: \(answer ?? "none")")])
        },
    ]
}
