/// A tool as the server keeps it: its types are erased once, here.
public final class RegisteredTool: Sendable {
    public let definition: ToolDefinition
    public let timeout: Duration?
    public let taskStart: TaskStart
    public var taskSupport: TaskSupport { definition.taskSupport }
    package let headerParameters: [HeaderParameter]
    let run: @Sendable (JSONSlice?, ToolContext) async throws -> Outcome
    /// What is wrong with arguments, without calling anything; empty for a tool that checks them itself.
    let issues: @Sendable (JSONSlice?) -> [SchemaIssue]
    let startPlace = StartPlace()

    enum Outcome: Sendable {
        case result(ToolResult)
        case invalidArguments([SchemaIssue])
    }

    public convenience init<T: Tool>(_ tool: T, coercion: SchemaCoercion = .lossless) {
        self.init(
            T.name, T.description, title: T.title, input: T.input, annotations: T.annotations, icons: T.icons, timeout: T.timeout,
            taskSupport: T.taskSupport, taskStart: T.taskStart, app: T.app, meta: T.meta, coercion: coercion
        ) { try await tool.call($0, $1) }
    }

    /// A tool as a closure, for what needs no type of its own; see ``Tool`` for what each parameter means.
    public init<Input: Sendable, Output: ToolOutput>(
        _ name: String, _ description: String, title: String? = nil, input schema: Schema<Input>, annotations: ToolAnnotations? = nil,
        icons: [Icon] = [], timeout: Duration? = nil, taskSupport: TaskSupport = .forbidden, taskStart: TaskStart = .atOnce,
        app: AppLink? = nil, meta: JSONObject? = nil, coercion: SchemaCoercion = .lossless,
        call: @escaping @Sendable (Input, ToolContext) async throws -> Output
    ) {
        definition = ToolDefinition(
            name: name, title: title, description: description, inputSchema: RawJSON(.object(schema.json)),
            outputSchema: Output.outputSchema, annotations: annotations, icons: icons, taskSupport: taskSupport,
            meta: app.map { $0.adding(to: meta) } ?? meta)
        self.timeout = timeout
        self.taskStart = taskStart
        headerParameters = HeaderParameter.all(in: .object(schema.json))
        issues = { arguments in
            do throws(SchemaIssues) {
                _ = try schema.decode(arguments?.value ?? .object([:]), coercion: coercion)
                return []
            } catch {
                return error.issues
            }
        }
        run = { arguments, context in
            let input: Input
            do throws(SchemaIssues) {
                input = try schema.decode(arguments?.value ?? .object([:]), coercion: coercion)
            } catch {
                return .invalidArguments(error.issues)
            }
            return .result(try await call(input, context).toolResult)
        }
    }

    /// A tool without arguments.
    public convenience init<Output: ToolOutput>(
        _ name: String, _ description: String, annotations: ToolAnnotations? = nil, timeout: Duration? = nil,
        taskSupport: TaskSupport = .forbidden, taskStart: TaskStart = .atOnce, app: AppLink? = nil, meta: JSONObject? = nil,
        call: @escaping @Sendable (ToolContext) async throws -> Output
    ) {
        self.init(
            name, description, input: Schema<Void>.object {}, annotations: annotations, timeout: timeout, taskSupport: taskSupport,
            taskStart: taskStart, app: app, meta: meta
        ) { _, context in try await call(context) }
    }

    /// A tool that checks its arguments itself: a proxy, or one made at run time.
    public init(
        _ definition: ToolDefinition, timeout: Duration? = nil, taskStart: TaskStart = .atOnce,
        call: @escaping @Sendable (JSONSlice?, ToolContext) async throws -> ToolResult
    ) {
        self.definition = definition
        self.timeout = timeout
        self.taskStart = taskStart
        // A schema that is no JSON has no parameters; its clients will say so.
        headerParameters = (try? JSON(parsing: definition.inputSchema.bytes)).map(HeaderParameter.all) ?? []
        issues = { _ in [] }
        run = { arguments, context in .result(try await call(arguments, context)) }
    }
}
