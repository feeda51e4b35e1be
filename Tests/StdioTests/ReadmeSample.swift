import MCPCore
import MCPTransportStdio
import Testing

// What README shows, but for `@main`: `Scripts/check-docs.py` compares them.

struct Shout: ReadTool {
    static let name = "shout"
    static let description = "Says it louder."
    static let input = Schema<String>.object(required("text", "What to say.", .string(1...200))) { $0 }
    func call(_ text: String, _ context: ToolContext) async throws(ToolFailure) -> String { text.uppercased() }
}

enum Shouter {
    static func main() async throws {
        let server = MCPServer(Implementation(name: "shouter", version: "1.0"), tools: ToolBox([Shout()]))
        try await server.serve(over: StdioTransport(StandardStreams.claim()))
    }
}

private func deletes(_ name: String, _ context: ToolContext) async throws -> Bool? {
    let form = Schema<Bool>.object(required("ok", "Really delete it", .boolean)) { $0 }
    let answer = try await context.ask(.form("confirm", "Delete \(name)?", form)).answer
    return answer
}
