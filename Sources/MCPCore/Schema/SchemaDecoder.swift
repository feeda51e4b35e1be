/// Where a decoder stands in a value, and what it found wrong so far.
public struct SchemaDecoder {
    /// Issues beyond this many are counted no more: the first ones are what a client can act on.
    static let issueLimit = 50

    public let coercion: SchemaCoercion
    public private(set) var issues: [SchemaIssue] = []
    private var path: [Step] = []

    private enum Step {
        case member(String)
        case element(Int)
    }

    public init(coercion: SchemaCoercion) {
        self.coercion = coercion
    }

    /// Reports that the value at the current path is wrong.
    /// - Parameter problem: a clause on what is allowed, such as `must be 1 to 200 characters`.
    public mutating func report(_ problem: String) {
        guard issues.count < Self.issueLimit else { return }
        issues.append(SchemaIssue(path: pathText, problem: problem))
    }

    /// Reports a value of the wrong type.
    @usableFromInline
    mutating func report(expected: String, found value: JSON) {
        report("must be \(expected), not \(value.summary)")
    }

    public mutating func inMember<Result>(_ name: String, _ body: (inout SchemaDecoder) -> Result) -> Result {
        path.append(.member(name))
        defer { path.removeLast() }
        return body(&self)
    }

    public mutating func inElement<Result>(_ index: Int, _ body: (inout SchemaDecoder) -> Result) -> Result {
        path.append(.element(index))
        defer { path.removeLast() }
        return body(&self)
    }

    private var pathText: String {
        var text = ""
        for step in path {
            switch step {
            case .member(let name): text += text.isEmpty ? name : ".\(name)"
            case .element(let index): text += "[\(index)]"
            }
        }
        return text
    }
}

extension JSON {
    /// The value in an error message: scalars in short, the rest by type.
    var summary: String {
        switch self {
        case .null, .bool, .integer, .number: text
        case .string(let value) where value.unicodeScalars.count <= 40: text
        case .string: "a long string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
