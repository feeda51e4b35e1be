/// One value inside a text that was scanned, not yet built.
///
/// It shares the text's storage. Building is done when somebody wants the value, and costs only what this value holds.
public struct JSONSlice: Sendable {
    private let storage: [UInt8]
    private let range: Range<Int>
    /// Where its members stand, if that was noted.
    private let members: JSONMembers?

    /// - Precondition: `range` is where ``JSONScanner`` found a value in `storage`, and `members` are those of that value.
    init(unchecked storage: [UInt8], _ range: Range<Int>, _ members: JSONMembers? = nil) {
        self.storage = storage
        self.range = range
        self.members = members
    }

    /// Checks a whole text.
    public init(scanning bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        let range = try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            var scanner = JSONScanner(buffer, limits: limits, indexesMessage: false)
            return try scanner.scanText()
        }
        self.init(unchecked: bytes, range)
    }

    /// A value in its written form, which a writer wrote and nobody needs to check.
    package init(_ written: RawJSON) {
        self.init(unchecked: written.bytes, written.bytes.indices)
    }

    /// The value as it was written.
    public var bytes: ArraySlice<UInt8> { storage[range] }

    /// The value, built anew at each call.
    public var value: JSON {
        storage.withUnsafeBufferPointer { buffer in
            var builder = JSONBuilder(buffer, at: range.lowerBound)
            return builder.value()
        }
    }

    public var isObject: Bool { storage[range.lowerBound] == UInt8(ascii: "{") }
    public var isArray: Bool { storage[range.lowerBound] == UInt8(ascii: "[") }
    public var isNull: Bool { storage[range.lowerBound] == UInt8(ascii: "n") }

    /// The member of an object, not built; nil where there is none or the value is no object. Linear in the object's bytes, except for
    /// the `_meta` of a request.
    public func member(_ name: StaticString) -> JSONSlice? {
        guard isObject else { return nil }
        if let members { return members.slice(of: name, in: storage) }
        let found = storage.withUnsafeBufferPointer { buffer in
            var builder = JSONBuilder(buffer, at: range.lowerBound)
            return builder.rangeOfMember(name)
        }
        return found.map { JSONSlice(unchecked: storage, $0) }
    }

    /// The text of a string, or nil where the value is none.
    public var string: String? {
        guard storage[range.lowerBound] == UInt8(ascii: "\"") else { return nil }
        return value.string
    }
}
