/// Writes a line for each call of a tool. Put it outermost, so that what others refuse is told as well.
///
/// A call is answered after its line was written, unless the sink fails or takes longer than two seconds. A call that goes on as a task has
/// a line for its beginning alone.
public struct AuditTrail: MCPMiddleware {
    /// Tells what a call was about, from its arguments and, where there is one, its result.
    public typealias Describe = @Sendable (_ tool: String, _ arguments: JSON, _ result: JSON?) -> AuditSubject

    private let log: AuditLog
    private let tenant: String?
    private let describe: Describe

    public init(_ log: AuditLog, tenant: String? = nil, describe: @escaping Describe = { _, _, _ in AuditSubject() }) {
        self.log = log
        self.tenant = tenant
        self.describe = describe
    }

    public func intercept(_ invocation: Invocation, _ context: RequestContext, next: Next) async throws(MCPError) -> Reply {
        guard case .callTool(let call) = invocation else { return try await next(invocation, context) }
        let isWrite = context.tool(of: call).map { !$0.definition.isReadOnly } ?? false
        let begin = log.now
        let admission = log.admit(isWrite: isWrite)
        guard admission != .refused else {
            let text =
                "\(call.name) was not called, nothing was done. This server's audit log cannot be written just now, and changes are "
                + "refused until it can. Try again later, or tell whoever runs the server."
            let reply = Reply.toolResult(ToolResult([.text(text)], isError: true))
            await keep(call, context, .success(reply), .refused, nil, begin, isReserved: false)
            return reply
        }
        let note = AuditNote()
        let result = await AuditNote.$current.withValue(note) { () async -> Result<Reply, MCPError> in
            do throws(MCPError) {
                return .success(try await next(invocation, context))
            } catch {
                return .failure(error)
            }
        }
        let outcome = note.isRefused ? .refused : Task.isCancelled ? .cancelled : AuditRecord.Outcome(result)
        await keep(call, context, result, outcome, note.confirmation, begin, isReserved: admission == .reserved)
        return try result.get()
    }

    private func keep(
        _ call: ToolCall, _ context: RequestContext, _ result: Result<Reply, MCPError>, _ outcome: AuditRecord.Outcome,
        _ confirmation: Confirmation?, _ begin: Duration, isReserved: Bool
    ) async {
        let arguments = call.arguments?.value ?? [:]
        var code: Int?
        if case .failure(let error) = result { code = error.code.rawValue }
        var structured: JSON?
        if case .success(.toolResult(let result)) = result { structured = result.structuredContent?.value }
        let record = AuditRecord(
            time: WallClock.now, duration: log.now - begin, principal: context.principal.id, tenant: tenant, tool: call.name,
            outcome: outcome, errorCode: code, subject: describe(call.name, arguments, structured), confirmation: confirmation,
            argumentsDigest: SHA256.digest(of: arguments.sortedByKeys.bytes))
        await log.append(record.line, isReserved: isReserved)
    }
}

extension AuditRecord.Outcome {
    fileprivate init(_ result: Result<Reply, MCPError>) {
        switch result {
        case .success(.toolResult(let result)): self = result.isError ? .failed : .done
        case .success(.inputRequired): self = .asked
        case .success(.invalidArguments): self = .invalidArguments
        case .success(.taskCreated): self = .task
        case .success: self = .done
        case .failure: self = .error
        }
    }
}
