/// Whether calls of a tool may go on as tasks.
public enum TaskSupport: String, Sendable, Hashable {
    /// Never.
    case forbidden
    /// For clients that know tasks.
    case optional
    /// Always; clients that do not know tasks cannot call it, those of a revision without tasks wait for the result.
    case required
}

/// When a call that may go on as a task becomes one.
public enum TaskStart: Sendable, Hashable {
    /// Before its handler begins.
    case atOnce
    /// When its handler says so: ``ToolContext/continueAsTask(_:)``. Until then it may ask, and end, like any other call.
    ///
    /// In 2025-11-25 the client decides instead, when it calls.
    case whenAsked
}

extension ToolContext {
    /// Answers the client that the work goes on as a task, and lets it go on.
    ///
    /// Does nothing where the call is a task already, or cannot become one. From here on the handler's task is no longer cancelled with the
    /// request, but with the task.
    /// - Throws: ``MCPError`` if no more tasks can be kept.
    public func continueAsTask(_ message: String? = nil) async throws {
        if case .deferrable(let run, _) = request.storage.inquiry { try await run.promote(message) }
    }
}
