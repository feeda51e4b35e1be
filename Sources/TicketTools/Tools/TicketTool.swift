internal import MCPCore

/// A tool over the ticket API. Whatever goes wrong is told to the model in words that say what to do next.
protocol TicketTool: Tool {
    // Said again, so that they are inferred from `run`.
    associatedtype Input
    associatedtype Output

    var desk: Desk { get }

    func run(_ input: Input, as principal: Principal) async throws(APIError) -> Output
}

extension TicketTool {
    func call(_ input: Input, _ context: ToolContext) async throws -> Output {
        do throws(APIError) {
            return try await run(input, as: context.principal)
        } catch  where error.code == .cancelled && Task.isCancelled {
            throw CancellationError()
        } catch {
            throw ToolFailure(error.explanation)
        }
    }
}
