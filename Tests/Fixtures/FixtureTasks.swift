import MCPCore
import MCPTesting

/// Tools that may go on as tasks. Those that take their time wait at a gate for it.
enum FixtureTasks {
    static func all(_ gate: Gate) -> [RegisteredTool] {
        [
            RegisteredTool("job", "Works.", taskSupport: .optional) { context in
                await context.progress.report(1, of: 2)
                await context.log(.error, "at work")
                try await gate.pass()
                return "done"
            },
            RegisteredTool("job_only", "Works, as a task only.", taskSupport: .required) { _ in
                try await gate.pass()
                return "done"
            },
            RegisteredTool("job_fails", "Fails.", taskSupport: .optional) { _ -> String in
                try await gate.pass()
                throw ToolFailure("The work failed.")
            },
            RegisteredTool("job_breaks", "Ends with a protocol error.", taskSupport: .optional) { _ -> String in
                try await gate.pass()
                throw MCPError(.internalError, "The work broke.")
            },
            RegisteredTool("job_asks", "Asks while it works.", taskSupport: .optional) { context in
                try await gate.pass()
                return "Hello, \(try await context.ask(FixtureQuestions.name).answer ?? "nobody")!"
            },
            RegisteredTool("job_later", "Asks, and works then.", taskSupport: .optional, taskStart: .whenAsked) { context in
                let name = try await context.ask(FixtureQuestions.name).answer ?? "nobody"
                try await context.continueAsTask("Working for \(name)")
                try await gate.pass()
                return "Done for \(name)."
            },
        ]
    }
}
