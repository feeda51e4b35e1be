/// A tool as the server keeps it: its types are erased once, here.
public final class RegisteredTool: Sendable {
    public let definition: ToolDefinition
    public let timeout: Duration?
    package let headerParameters: [HeaderParameter]
    let run: @Sendable (JSONSlice?, ToolContext) async throws -> Outcome
    let startPlace = StartPlace()

    enum Outcome: Sendable {
        case result(ToolResult)
        case invalidArguments([SchemaIssue])
    }

    public init<T: Tool>(_ tool: T, coercion: SchemaCoercion = .lossless) {
        definition = ToolDefinition(
            name: T.name, title: T.title, description: T.description, inputSchema: RawJSON(.object(T.input.json)),
            outputSchema: T.Output.outputSchema, annotations: T.annotations)
        timeout = T.timeout
        headerParameters = HeaderParameter.all(in: .object(T.input.json))
        let schema = T.input
        run = { arguments, context in
            let input: T.Input
            do throws(SchemaIssues) {
                input = try schema.decode(arguments?.value ?? .object([:]), coercion: coercion)
            } catch {
                return .invalidArguments(error.issues)
            }
            return .result(try await tool.call(input, context).toolResult)
        }
    }

    /// A tool that checks its arguments itself: a proxy, or one made at run time.
    public init(
        _ definition: ToolDefinition, timeout: Duration? = nil,
        call: @escaping @Sendable (JSONSlice?, ToolContext) async throws -> ToolResult
    ) {
        self.definition = definition
        self.timeout = timeout
        // A schema that is no JSON has no parameters; its clients will say so.
        headerParameters = (try? JSON(parsing: definition.inputSchema.bytes)).map(HeaderParameter.all) ?? []
        run = { arguments, context in .result(try await call(arguments, context)) }
    }
}
