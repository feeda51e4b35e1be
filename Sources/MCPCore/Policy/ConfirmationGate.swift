/// Has a person agree to calls before they are made, by elicitation: an argument such as `confirm: true` would be the model's own to set.
///
/// In a session the question goes out while the call waits. In the stateless revision the call ends with the question, and an answer counts
/// only with a `requestState` in which we said that we asked about this very call: same principal, tool and arguments, within ten minutes,
/// once. Calls whose arguments the tool would refuse anyway are passed on without a question.
///
/// Put it behind what audits and what refuses, and in front of nothing that asks under the key ``key``.
public struct ConfirmationGate: MCPMiddleware {
    /// Names the question within its request.
    public static let key = "confirmation"
    private static let asked = "confirmation.asked"
    /// Characters of the arguments that the person is shown.
    private static let shown = 2_000

    private let policy: ConfirmationPolicy

    public init(_ policy: ConfirmationPolicy) {
        self.policy = policy
    }

    public func intercept(_ invocation: Invocation, _ context: RequestContext, next: Next) async throws(MCPError) -> Reply {
        guard case .callTool(let call) = invocation, let tool = context.tool(of: call), policy.covers(tool.definition),
            tool.issues(call.arguments).isEmpty
        else { return try await next(invocation, context) }
        let question = Self.question(tool.definition, call)
        guard ToolContext(context).supports(.elicitation) else { return try await proceed(without: invocation, context, next) }
        let outcome: ElicitationOutcome<Void>
        switch context.storage.inquiry {
        case .impossible: return try await proceed(without: invocation, context, next)
        case .rounds(let rounds):
            guard let answer = try Self.answer(rounds, invocation, context) else {
                AuditNote.current?.note(.asked)
                return .inputRequired(try Self.ask(question, invocation, context))
            }
            outcome = try question.read(answer)
        case .session, .task, .deferrable:
            do {
                outcome = try await ToolContext(context).ask(question)
            } catch let failure as ToolFailure {
                AuditNote.current?.note(.unanswered)
                return refusal(of: call, failure.message)
            } catch let error as MCPError {
                throw error
            } catch {
                AuditNote.current?.note(.unanswered)
                return refusal(of: call, "The call was cancelled.")
            }
        }
        switch outcome {
        case .accepted:
            AuditNote.current?.note(.accepted)
            return try await next(invocation, context)
        case .declined:
            AuditNote.current?.note(.declined)
            return refusal(of: call, "The user said no to it. Do not call it again unless the user asks for it.")
        case .cancelled:
            AuditNote.current?.note(.unanswered)
            return refusal(of: call, "The user closed the question without an answer. Ask the user before calling it again.")
        }
    }

    /// What the person answered; nil where we have not asked about this call yet, whatever the client says.
    private static func answer(
        _ rounds: InputRounds?, _ invocation: Invocation, _ context: RequestContext
    ) throws(MCPError) -> JSON? {
        guard let rounds, let mark = mark(of: invocation, context), rounds.note(asked) == .string(mark) else { return nil }
        return rounds.answer(key)
    }

    private static func ask(
        _ question: Question<ElicitationOutcome<Void>>, _ invocation: Invocation, _ context: RequestContext
    ) throws(MCPError) -> InputRequired {
        guard let binding = StateBinding(invocation, context.principal), let mark = mark(of: invocation, context) else {
            throw MCPError(.internalError, "This request cannot be confirmed")
        }
        let state = context.storage.server.states.seal([asked: .string(mark)], to: binding)
        return InputRequired(requests: [Inquiry.Asked(key: question.key, request: question.request)], state: state)
    }

    /// The digest of principal, tool and arguments.
    private static func mark(of invocation: Invocation, _ context: RequestContext) -> String? {
        StateBinding(invocation, context.principal).map { Base64URL.encode($0.digest) }
    }

    private func proceed(
        without invocation: Invocation, _ context: RequestContext, _ next: Next
    ) async throws(MCPError) -> Reply {
        switch policy.fallback {
        case .allow:
            AuditNote.current?.note(.waived)
            return try await next(invocation, context)
        case .refuse:
            AuditNote.current?.note(.unavailable)
            guard case .callTool(let call) = invocation else { return try await next(invocation, context) }
            return refusal(
                of: call,
                "A person has to agree to it first, and this client cannot ask one (it does not offer elicitation). Calling again cannot "
                    + "help: the user needs another client, or whoever runs this server another setting.")
        }
    }

    private func refusal(of call: ToolCall, _ reason: String) -> Reply {
        AuditNote.current?.refuse()
        return .toolResult(ToolResult([.text("\(call.name) was not called, nothing was done. \(reason)")], isError: true))
    }

    private static func question(_ tool: ToolDefinition, _ call: ToolCall) -> Question<ElicitationOutcome<Void>> {
        let title = tool.title.map { "\($0) (\(tool.name))" } ?? tool.name
        let effect = tool.isDestructive ? "It may overwrite or remove what is there." : "It changes something."
        let arguments = (call.arguments?.value ?? [:]).text.showingInvisible
        let cut = arguments.unicodeScalars.count > shown
        let text = cut ? String(String.UnicodeScalarView(arguments.unicodeScalars.prefix(shown))) + " … (cut)" : arguments
        return .form(key, "Allow this call? \(title). \(effect)\nArguments: \(text)", Schema<Void>.object {})
    }
}

extension String {
    /// Characters that cannot be seen, or that turn the order of others, in their numbers: a person shall see what is agreed to.
    fileprivate var showingInvisible: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
                text += "\\u{\(String(scalar.value, radix: 16))}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
