/// The tools of a server, in the order in which they were given. Immutable, so that reading it takes no lock.
public struct ToolBox: Sendable {
    private let tools: [RegisteredTool]
    private let indexByName: [String: Int]
    /// Cursors of another list are told by this.
    private let fingerprint: UInt32
    /// Some tool wants arguments repeated in headers.
    package let hasHeaderParameters: Bool

    /// - Precondition: names are valid and distinct.
    public init(_ tools: [RegisteredTool] = []) {
        self.tools = tools
        var indexByName: [String: Int] = [:]
        var hash = FNV1a()
        for (index, tool) in tools.enumerated() {
            let name = tool.definition.name
            precondition(Self.isValid(name), "tool name \"\(name)\": 1 to 128 of A-Z a-z 0-9 _ - .")
            precondition(indexByName[name] == nil, "two tools are named \"\(name)\"")
            indexByName[name] = index
            hash.combine(name)
        }
        self.indexByName = indexByName
        fingerprint = hash.value
        hasHeaderParameters = tools.contains { !$0.headerParameters.isEmpty }
    }

    public init(_ tools: [any Tool], coercion: SchemaCoercion = .lossless) {
        self.init(tools.map { Self.register($0, coercion) })
    }

    private static func register(_ tool: some Tool, _ coercion: SchemaCoercion) -> RegisteredTool {
        RegisteredTool(tool, coercion: coercion)
    }

    /// The same with one more; one of the same name is replaced.
    public func adding(_ tool: RegisteredTool) -> ToolBox {
        ToolBox(tools.filter { $0.definition.name != tool.definition.name } + [tool])
    }

    public func adding(_ tool: some Tool, coercion: SchemaCoercion = .lossless) -> ToolBox {
        adding(RegisteredTool(tool, coercion: coercion))
    }

    public func removing(_ name: String) -> ToolBox {
        ToolBox(tools.filter { $0.definition.name != name })
    }

    var supportsTasks: Bool { tools.contains { $0.taskSupport != .forbidden } }
    public var isEmpty: Bool { tools.isEmpty }
    public var definitions: [ToolDefinition] { tools.map(\.definition) }

    public subscript(name: String) -> RegisteredTool? {
        indexByName[name].map { tools[$0] }
    }

    func page(after cursor: String?, size: Int) throws(MCPError) -> Page<ToolDefinition> {
        try Cursor.page(of: tools, after: cursor, size: size, fingerprint: fingerprint).map(\.definition)
    }

    private static func isValid(_ name: String) -> Bool {
        1...128 ~= name.utf8.count
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
