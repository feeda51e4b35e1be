import Logging
import MCPCore
import MCPTesting
import Synchronization

@testable import MCPFixtures

/// A server with a tool of each kind behind middleware, and a note of what was really called.
final class GuardedServer: Sendable {
    let calls = Mutex<[String]>([])

    private func tool(_ name: String, _ annotations: ToolAnnotations?) -> RegisteredTool {
        let input = Schema<String>.object(required("text", "Anything.", .string(1...100))) { $0 }
        return RegisteredTool(name, "Does it.", input: input, annotations: annotations) { [self] text, _ in
            calls.withLock { $0.append("\(name) \(text)") }
            return "\(name) did it"
        }
    }

    /// `look` reads, `note` adds, `change` overwrites, `wild` says nothing of itself, `rename` asks for a name.
    func make(_ middleware: [any MCPMiddleware], logger: Logger = Logger(label: "test")) -> MCPServer {
        let rename = RegisteredTool("rename", "Asks.", annotations: ToolAnnotations(readOnly: false, destructive: true)) { [self] context in
            let name = try await context.ask(FixtureQuestions.name).answer ?? "nobody"
            calls.withLock { $0.append("rename \(name)") }
            return "renamed to \(name)"
        }
        return MCPServer(
            Implementation(name: "guarded", version: "1"),
            tools: ToolBox([
                tool("look", ToolAnnotations(readOnly: true)), tool("note", ToolAnnotations(readOnly: false, destructive: false)),
                tool("change", ToolAnnotations(readOnly: false, destructive: true)), tool("wild", nil), rename,
            ]), middleware: middleware, logger: logger)
    }

    var called: [String] { calls.withLock { $0 } }
}

extension EngineClient {
    /// Names of the tools that are listed.
    func listed() async throws -> [String] {
        let reply = try await request("tools/list")
        return (reply["result"]?["tools"]?.array ?? []).compactMap { $0["name"]?.string }
    }

    func does(_ tool: String, _ text: String = "x") async throws -> JSON { try await call(tool, ["text": .string(text)]) }
}

extension Principal {
    static func with(scopes: Set<String>) -> Principal { Principal(id: "https://login.example#taro", scopes: scopes) }
    static func sending(_ headers: [String: String]) -> Principal {
        Principal(id: "taro", attributes: Dictionary(uniqueKeysWithValues: headers.map { ("header:\($0.key)", $0.value) }))
    }
}
