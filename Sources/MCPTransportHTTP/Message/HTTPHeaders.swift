/// Header fields of a message, in their order. Names are compared without regard to case (RFC 9110, section 5.1).
public struct HTTPHeaders: Sendable, ExpressibleByDictionaryLiteral {
    public typealias Field = (name: String, value: String)

    public private(set) var fields: [Field]

    public init(_ fields: [Field] = []) {
        self.fields = fields
    }

    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { (name: $0, value: $1) }
    }

    public var isEmpty: Bool { fields.isEmpty }

    public mutating func add(_ name: String, _ value: String) {
        fields.append((name, value))
    }

    /// The first value of a field.
    public subscript(name: String) -> String? {
        for index in fields.indices where fields[index].name.isSameToken(as: name) { return fields[index].value }
        return nil
    }

    /// All values of a field.
    public func values(of name: String) -> [String] {
        fields.filter { $0.name.isSameToken(as: name) }.map(\.value)
    }

    /// The first value of a field whose name is known beforehand, and in lower case.
    subscript(known name: StaticString) -> String? {
        for index in fields.indices where fields[index].name.isToken(name) { return fields[index].value }
        return nil
    }
}
