import Logging
import MCPCore
import MCPTesting
import Testing

@testable import MCPFixtures

/// A server whose tools go on as tasks, and what clients do with them in either form.
enum TaskServer {
    static func make(
        _ gate: Gate = Gate(), more: [RegisteredTool] = [], store: any TaskStore = MemoryTaskStore(), tasks: TaskLimits = TaskLimits(),
        limits: ServerLimits = ServerLimits(), time: any TimeSource = SystemTime()
    ) -> MCPServer {
        var options = ServerOptions()
        options.taskStore = store
        options.tasks = tasks
        return MCPServer(
            Implementation(name: "tasks", version: "1"),
            tools: ToolBox(FixtureTasks.all(gate) + [RegisteredTool(Echo()), asksTwoThings, slow(gate)] + more), limits: limits,
            options: options, time: time, logger: Logger(label: "test"))
    }

    private static let asksTwoThings = RegisteredTool("job_asks_two", "Asks two things at once.", taskSupport: .optional) { context in
        let (name, folders) = try await context.ask(FixtureQuestions.name, .roots("folders"))
        return "\(name.answer ?? "nobody"), \(folders.count)"
    }

    /// Becomes a task late, or never.
    private static func slow(_ gate: Gate) -> RegisteredTool {
        RegisteredTool("job_slow", "Works before it is a task.", taskSupport: .optional, taskStart: .whenAsked) { context in
            try await gate.pass()
            try await context.continueAsTask()
            return "done"
        }
    }
}

extension EngineClient {
    /// Calls a tool as a task.
    /// - Returns: the task's id.
    func createTask(_ tool: String, _ wish: JSON = [:]) async throws -> String {
        let reply = try await call(tool, [:], revision.era == .legacy ? ["task": wish] : [:])
        let id = reply["result"]?["task"]?["taskId"] ?? reply["result"]?["taskId"]
        return try #require(id?.string, "\(reply.text)")
    }

    func task(_ id: String) async throws -> JSON {
        try await request("tasks/get", ["taskId": .string(id)])
    }

    /// Asks again and again until a task is in a state, for 10 seconds at most.
    /// - Returns: the `result` of `tasks/get`.
    @discardableResult
    func task(_ id: String, reaches status: String) async throws -> JSON {
        let deadline = ContinuousClock.now + .seconds(10)
        while true {
            let reply = try await task(id)
            let result = try #require(reply["result"], "\(reply.text)")
            if result["status"]?.string == status || ContinuousClock.now > deadline {
                #expect(result["status"]?.string == status)
                return result
            }
            await Task.yield()
        }
    }
}
