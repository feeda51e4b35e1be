/// The query of a request; names may stand more than once.
public struct APIQuery: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    private(set) var items: [Item] = []

    struct Item: Sendable, Hashable {
        let name: String
        let value: String
    }

    public init() {}

    public init(dictionaryLiteral elements: (String, String)...) {
        items = elements.map { Item(name: $0.0, value: $0.1) }
    }

    /// Adds a value; nothing for nil.
    public mutating func add(_ name: String, _ value: String?) {
        if let value { items.append(Item(name: name, value: value)) }
    }

    public mutating func add(_ name: String, _ value: Int?) { add(name, value.map(String.init)) }

    public mutating func add(_ name: String, _ value: Bool?) { add(name, value.map { $0 ? "true" : "false" }) }

    public mutating func add(_ name: String, _ values: [String]) {
        for value in values { add(name, value) }
    }

    public mutating func add(_ name: String, _ values: [Int]) {
        for value in values { add(name, value) }
    }

    /// The same with one value for a name, in place of all that it had; with none for nil.
    func with(_ name: String, _ value: String?) -> APIQuery {
        var query = self
        query.items.removeAll { $0.name == name }
        query.add(name, value)
        return query
    }

    /// With the question mark; empty without items.
    var encoded: String {
        items.isEmpty ? "" : "?" + items.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }.joined(separator: "&")
    }
}
