import MCPCore

/// Each kind of content that a tool may answer with.
enum ContentTools {
    static let all: [RegisteredTool] = [
        RegisteredTool("test_simple_text", "Answers with a text.") { _ in "This is a simple text response for testing." },
        RegisteredTool("test_image_content", "Answers with an image.") { _ in ToolResult([image]) },
        RegisteredTool("test_audio_content", "Answers with a sound.") { _ in
            ToolResult([Content(.audio(base64: Samples.wav, mimeType: "audio/wav"))])
        },
        RegisteredTool("test_embedded_resource", "Answers with a resource inside.") { _ in
            ToolResult([
                resource("test://embedded-resource", "text/plain", "This is an embedded resource content.")
            ])
        },
        RegisteredTool("test_multiple_content_types", "Answers with a text, an image and a resource.") { _ in
            ToolResult([
                .text("Multiple content types test:"), image,
                resource("test://mixed-content-resource", "application/json", #"{"test":"data","value":123}"#),
            ])
        },
        RegisteredTool("test_resource_link", "Answers with a link to a resource.") { _ in
            ToolResult([
                Content(.resourceLink(ResourceLink(uri: "test://static-text", name: "static-text", mimeType: "text/plain")))
            ])
        },
        RegisteredTool("test_error_handling", "Fails, and says so.") { _ -> String in
            throw ToolFailure("This tool intentionally returns an error for testing")
        },
    ]

    private static let image = Content(.image(base64: Samples.png, mimeType: "image/png"))

    private static func resource(_ uri: String, _ mimeType: String, _ text: String) -> Content {
        Content(.resource(ResourceContents(uri: uri, mimeType: mimeType, body: .text(text))))
    }
}
