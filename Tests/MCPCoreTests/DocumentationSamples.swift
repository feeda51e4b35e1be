import MCPCore
import MCPTesting
import Testing

// What the article "Serve your own tools" shows, to the letter: `Scripts/check-docs.py` compares them.

struct Greet: ReadTool {
    struct Input { let names: [String], isFormal: Bool }
    static let name = "greet"
    static let description = "Greets people by name."
    static let input = Schema<Input>.object(
        required("names", "Who is greeted.", .array(of: .string(1...80), count: 1...10)),
        optional("formal", "Whether they are strangers.", .boolean)
    ) { Input(names: $0, isFormal: $1 ?? false) }

    func call(_ input: Input, _ context: ToolContext) async throws(ToolFailure) -> String {
        "\(input.isFormal ? "Good day" : "Hello"), \(input.names.joined(separator: " and "))!"
    }
}

struct Delete: WriteTool {
    static let name = "delete"
    static let description = "Deletes a note, if the user agrees."
    static let isDestructive = true
    static let input = Schema<String>.object(required("note", "Which one.", .string(1...80))) { $0 }

    func call(_ note: String, _ context: ToolContext) async throws -> String {
        let form = Schema<Bool>.object(required("ok", "Really delete it", .boolean)) { $0 }
        guard try await context.ask(.form("confirm", "Delete \(note)?", form)).answer == true else {
            throw ToolFailure("The user keeps it. Do not call it again unless the user asks for it.")
        }
        return "Deleted."
    }
}

@Suite(.timeLimit(.minutes(1))) struct DocumentationSamples {
    @Test func theArticlesToolsDoWhatItSays() async throws {
        let server = MCPServer(
            Implementation(name: "notes", version: "1.0"), tools: ToolBox([RegisteredTool(Greet()), RegisteredTool(Delete())]))
        let client = InProcessPeer(server)
        try await client.open(.v2025_11_25)
        #expect(try await client.call("greet", ["names": ["Ada"]])["content"]?[0]?["text"] == "Hello, Ada!")
        let refusal = try await client.call("greet", ["names": [""], "formal": 7])
        let text = try #require(refusal["content"]?[0]?["text"]?.string)
        #expect(refusal["isError"] == true && text.contains("names[0]") && text.contains("formal"))
        // This client cannot ask anybody: it is told so, and nothing is deleted.
        let answer = try await client.request("tools/call", ["name": "delete", "arguments": ["note": "a"]])
        #expect(answer["error"]?["data"]?["requiredCapabilities"]?["elicitation"] != nil, "\(answer)")
    }
}
