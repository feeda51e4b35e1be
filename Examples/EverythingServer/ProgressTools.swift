import MCPCore

/// What a tool can tell while it works.
enum ProgressTools {
    static let all: [RegisteredTool] = [
        RegisteredTool("test_tool_with_logging", "Sends three log messages.") { context in
            await context.log(.info, "Tool execution started")
            try await Task.sleep(for: .milliseconds(50))
            await context.log(.info, "Tool processing data")
            try await Task.sleep(for: .milliseconds(50))
            await context.log(.info, "Tool execution completed")
            return "Tool with logging executed successfully"
        },
        RegisteredTool("test_logging_tool", "Sends a log message to those who want it.") { context in
            await context.log(.info, "Logging evaluated")
            return "Logging evaluated"
        },
        RegisteredTool("test_tool_with_progress", "Reports progress three times.") { context in
            for step in [0, 50, 100] {
                await context.progress.report(Double(step), of: 100, "Completed step \(step) of 100")
                if step < 100 { try await Task.sleep(for: .milliseconds(50)) }
            }
            return context.meta.progressToken?.description ?? "No progress token"
        },
        RegisteredTool("test_streaming_elicitation", "Answers in a stream, and asks nothing.") { context in
            await context.progress.report(1, of: 2, "Streaming")
            return "Streaming complete"
        },
        RegisteredTool("test_reconnection", "Lets its connection go and answers later.") { context in
            await context.releaseConnection(retryAfter: .milliseconds(100))
            try await Task.sleep(for: .milliseconds(150))
            return "Reconnection test completed"
        },
    ]
}
