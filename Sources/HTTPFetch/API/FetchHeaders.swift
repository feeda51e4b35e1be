/// Header fields in the order they stand on the wire; names match in any case.
///
/// Its description holds names only, so that a log line cannot leak a value.
public struct FetchHeaders: Sendable, Hashable {
    /// One line. A sensitive one is never carried to another origin.
    public struct Field: Sendable, Hashable {
        public let name: String
        public let value: String
        public let isSensitive: Bool

        public init(_ name: String, _ value: String, isSensitive: Bool = false) {
            self.name = name
            self.value = value
            self.isSensitive = isSensitive
        }

        func isNamed(_ other: String) -> Bool { name.equalsIgnoringASCIICase(other) }
    }

    private(set) var fields: [Field]

    public init() { fields = [] }

    public init(_ fields: [(String, String)]) { self.fields = fields.map { Field($0.0, $0.1) } }

    init(fields: [Field]) { self.fields = fields }

    public var count: Int { fields.count }
    public var isEmpty: Bool { fields.isEmpty }

    /// The first value of a name. Setting replaces all of them in place of the first; nil removes them.
    public subscript(name: String) -> String? {
        get { fields.first { $0.isNamed(name) }?.value }
        set {
            guard let newValue else { return remove(name) }
            guard let index = fields.firstIndex(where: { $0.isNamed(name) }) else { return add(name, newValue) }
            let isSensitive = fields[index].isSensitive
            let rest = fields[(index + 1)...].filter { !$0.isNamed(name) }
            fields.replaceSubrange(index..., with: [Field(name, newValue, isSensitive: isSensitive)] + rest)
        }
    }

    public func values(of name: String) -> [String] { fields.filter { $0.isNamed(name) }.map(\.value) }

    public func contains(_ name: String) -> Bool { fields.contains { $0.isNamed(name) } }

    public mutating func add(_ name: String, _ value: String, isSensitive: Bool = false) {
        fields.append(Field(name, value, isSensitive: isSensitive))
    }

    public mutating func remove(_ name: String) { fields.removeAll { $0.isNamed(name) } }
}

extension FetchHeaders: Sequence {
    public func makeIterator() -> IndexingIterator<[Field]> { fields.makeIterator() }
}

extension FetchHeaders: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }
}

extension FetchHeaders: CustomStringConvertible, CustomReflectable {
    public var description: String { "[" + fields.map(\.name).joined(separator: ", ") + "]" }
    public var customMirror: Mirror { Mirror(self, children: ["names": fields.map(\.name)]) }
}

extension FetchHeaders.Field: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(name): <redacted>" }
    public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
