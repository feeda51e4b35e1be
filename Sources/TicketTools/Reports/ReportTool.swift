internal import MCPCore

/// A tool that looks at many tickets: it reports progress, can be cancelled, and goes on as a task where the client has tasks and there is
/// more to do than one page.
protocol ReportTool: ReadTool {
    // Said again, so that they are inferred from `run`.
    associatedtype Input
    associatedtype Output

    var desk: Desk { get }
    var time: any TimeSource { get }

    func run(_ input: Input, _ context: ToolContext, _ progress: WorkProgress) async throws -> Output
}

extension ReportTool {
    static var timeout: Duration? { .seconds(600) }
    static var taskSupport: TaskSupport { .optional }
    static var taskStart: TaskStart { .whenAsked }

    func call(_ input: Input, _ context: ToolContext) async throws -> Output {
        let progress = WorkProgress(context.progress, time: time)
        do {
            return try await progress.during { try await run(input, context, progress) }
        } catch let error as APIError {
            if error.code == .cancelled, Task.isCancelled { throw CancellationError() }
            throw ToolFailure(error.explanation)
        }
    }
}
