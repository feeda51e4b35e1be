internal import MCPCore

/// `Mcp-Param-*`: arguments that a tool's schema wants repeated in header fields (`x-mcp-header`).
enum ParameterHeaders {
    /// - Throws: -32020 where a field is missing, badly encoded, or says something else than the argument.
    static func check(_ headers: HTTPHeaders, _ parameters: [HeaderParameter], _ arguments: JSONSlice?) throws(MCPError) {
        guard !parameters.isEmpty else { return }
        let arguments = arguments?.value ?? .object([:])
        for parameter in parameters {
            let name = "Mcp-Param-\(parameter.header)"
            let values = headers.values(of: name)
            let argument = parameter.path.reduce(arguments as JSON?) { value, key in value?[key] }
            switch (argument, values.count) {
            case (nil, 0), (.null?, 0): continue
            case (nil, _), (.null?, _): throw MCPError(.headerMismatch, "\(name) stands there, and the body has no such argument")
            case (_, 0): throw MCPError(.headerMismatch, "\(name) is missing")
            case (let argument?, 1):
                guard let text = HeaderValue.decoded(values[0]), equals(text, argument) else {
                    throw MCPError(.headerMismatch, "\(name) is not what the body says")
                }
            default: throw MCPError(.headerMismatch, "\(name) stands more than once")
            }
        }
    }

    private static func equals(_ text: String, _ argument: JSON) -> Bool {
        switch argument {
        case .string(let value): return text.utf8.elementsEqual(value.utf8)
        case .bool(let value): return text == (value ? "true" : "false")
        case .integer, .number:
            // Numbers are compared as numbers: 5, 5.0 and 5e0 are one.
            guard case .success(let number) = Result(catching: { () throws(JSONError) in try JSON(parsing: text) }) else { return false }
            return number.double != nil && number.double == argument.double
        default: return false
        }
    }
}
