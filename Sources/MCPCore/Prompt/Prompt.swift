/// A conversation's beginning that a person may choose.
///
/// ```swift
/// Prompt("triage", description: "Sorts a ticket.", arguments: [.required("number", "Of the ticket.")]) { context in
///     PromptResult([.user("Triage ticket \(context["number"]).")])
/// }
/// ```
public struct Prompt: Sendable {
    public let definition: PromptDefinition
    let completers: [String: Completer]
    let get: @Sendable (PromptContext) async throws -> PromptResult

    /// - Parameter get: called for each use, concurrently, with every required argument there.
    public init(
        _ name: String, title: String? = nil, description: String? = nil, arguments: [PromptArgument] = [], icons: [Icon] = [],
        meta: JSONObject? = nil, get: @escaping @Sendable (PromptContext) async throws -> PromptResult
    ) {
        definition = PromptDefinition(
            name: name, title: title, description: description, arguments: arguments.map(\.definition), icons: icons, meta: meta)
        var completers: [String: Completer] = [:]
        for argument in arguments { completers[argument.definition.name] = argument.complete }
        self.completers = completers
        self.get = get
    }
}

/// An argument of a prompt; a text.
public struct PromptArgument: Sendable {
    let definition: PromptDefinition.Argument
    let complete: Completer?

    public static func required(
        _ name: String, _ description: String? = nil, title: String? = nil, complete: Completer? = nil
    ) -> PromptArgument {
        PromptArgument(definition: .init(name: name, title: title, description: description, isRequired: true), complete: complete)
    }

    public static func optional(
        _ name: String, _ description: String? = nil, title: String? = nil, complete: Completer? = nil
    ) -> PromptArgument {
        PromptArgument(definition: .init(name: name, title: title, description: description), complete: complete)
    }
}

/// What a prompt knows of the request it serves.
public struct PromptContext: HandlerContext {
    public let request: RequestContext
    public let arguments: [String: String]

    /// An argument; empty where an optional one was left out.
    public subscript(argument: String) -> String { arguments[argument] ?? "" }
}
