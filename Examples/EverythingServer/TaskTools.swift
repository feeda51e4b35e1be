import MCPCore

/// Work that may go on as a task.
enum TaskTools {
    static let all: [RegisteredTool] = [
        RegisteredTool(
            "greet", "Greets somebody, at once.", input: Schema<String>.object(required("name", "Whom.", .string)) { $0 }
        ) { name, _ in "Hello, \(name)!" },
        RegisteredTool(
            "slow_compute", "Takes its time.",
            input: Schema<(Double, String)>.object(
                required("seconds", "How much time.", .number(0...3_600)), defaulted("label", "A name for it.", .string, "job", as: "job")
            ) { ($0, $1) },
            taskSupport: .optional
        ) { input, _ in
            try await Task.sleep(for: .seconds(input.0))
            return "\(input.1) took \(input.0) seconds."
        },
        RegisteredTool("failing_job", "Fails after a second.", taskSupport: .required) { _ -> String in
            try await Task.sleep(for: .seconds(1))
            throw ToolFailure("The job failed, as it should.")
        },
        RegisteredTool("protocol_error_job", "Ends with a protocol error.", taskSupport: .optional) { _ -> String in
            throw MCPError(.internalError, "The job ended with a protocol error, as it should.")
        },
        RegisteredTool(
            "confirm_delete", "Asks before it deletes; it deletes nothing.",
            input: Schema<String>.object(required("filename", "Which file.", .string)) { $0 }, taskSupport: .optional
        ) { filename, context in
            let form = Schema<Bool>.object(required("confirm", "Really delete it", .boolean)) { $0 }
            let answer = try await context.ask(.form("confirm", "Delete \(filename)?", form)).answer
            return answer == true ? "Deleted \(filename)." : "Kept \(filename)."
        },
        RegisteredTool("multi_input", "Asks two things at once.", taskSupport: .optional) { context in
            let confirmation = Schema<Bool>.object(required("confirm", "", .boolean)) { $0 }
            let (name, confirm) = try await context.ask(
                RoundTools.name("name", "What is your name?"), .form("confirm", "Go on?", confirmation))
            return "\(name.answer ?? "Nobody"): \(confirm.answer == true ? "go on" : "stop")"
        },
        RegisteredTool(
            "test_tool_with_task", "Asks for a name, and then works on.", taskSupport: .required, taskStart: .whenAsked
        ) { context in
            let name = try await context.ask(RoundTools.name()).answer ?? "nobody"
            try await context.continueAsTask("Working for \(name)")
            try await Task.sleep(for: .milliseconds(300))
            return "Done for \(name)."
        },
    ]
}
