/// The prompts of a server, in the order in which they were given. Immutable, so that reading it takes no lock.
public struct PromptBox: Sendable {
    private let prompts: [Prompt]
    private let indexByName: [String: Int]
    private let fingerprint: UInt32

    /// - Precondition: names are distinct.
    public init(_ prompts: [Prompt] = []) {
        self.prompts = prompts
        var indexByName: [String: Int] = [:]
        var hash = FNV1a()
        for (index, prompt) in prompts.enumerated() {
            precondition(indexByName[prompt.definition.name] == nil, "two prompts are named \"\(prompt.definition.name)\"")
            indexByName[prompt.definition.name] = index
            hash.combine(prompt.definition.name)
        }
        self.indexByName = indexByName
        fingerprint = hash.value
    }

    public var isEmpty: Bool { prompts.isEmpty }
    public var definitions: [PromptDefinition] { prompts.map(\.definition) }
    var completes: Bool { prompts.contains { !$0.completers.isEmpty } }

    public subscript(name: String) -> Prompt? { indexByName[name].map { prompts[$0] } }

    /// The same with one more; one of the same name is replaced.
    public func adding(_ prompt: Prompt) -> PromptBox {
        PromptBox(prompts.filter { $0.definition.name != prompt.definition.name } + [prompt])
    }

    public func removing(_ name: String) -> PromptBox {
        PromptBox(prompts.filter { $0.definition.name != name })
    }

    func page(after cursor: String?, size: Int) throws(MCPError) -> Page<PromptDefinition> {
        try Cursor.page(of: prompts, after: cursor, size: size, fingerprint: fingerprint).map(\.definition)
    }
}

extension Prompt {
    /// - Throws: invalid params with every argument that is missing or unknown.
    func check(_ arguments: [String: String]) throws(MCPError) {
        let missing = definition.arguments.filter { $0.isRequired && arguments[$0.name] == nil }.map { "\($0.name) is missing" }
        let known = Set(definition.arguments.map(\.name))
        let unknown = arguments.keys.filter { !known.contains($0) }.sorted().map { "\($0.prefix(60)) is unknown" }
        guard missing.isEmpty, unknown.isEmpty else {
            throw .invalidParams("Arguments of \(definition.name): \((missing + unknown).joined(separator: "; "))")
        }
    }
}
