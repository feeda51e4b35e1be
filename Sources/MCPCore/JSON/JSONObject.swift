/// Members of a JSON object, in the order in which they were written.
///
/// Keys are compared as bytes: a composed and a decomposed "é" are two keys, as they are on the wire.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// One name and its value.
    public struct Member: Sendable, Hashable {
        public var key: String
        public var value: JSON

        public init(_ key: String, _ value: JSON) {
            self.key = key
            self.value = value
        }

        public static func == (left: Member, right: Member) -> Bool {
            left.key.hasSameBytes(as: right.key) && left.value == right.value
        }
    }

    public private(set) var members: [Member]

    public init() {
        members = []
    }

    /// - Precondition: keys are distinct; the scanner guarantees it for what came over the wire.
    init(unchecked members: [Member]) {
        self.members = members
    }

    public init(dictionaryLiteral elements: (String, JSON)...) {
        members = []
        members.reserveCapacity(elements.count)
        for (key, value) in elements { self[key] = value }
    }

    public var isEmpty: Bool { members.isEmpty }
    public var count: Int { members.count }

    /// The value under `key`. Setting keeps the member's place, a new key goes last, nil removes. Linear in the number of members.
    public subscript(key: String) -> JSON? {
        get {
            for member in members where member.key.hasSameBytes(as: key) { return member.value }
            return nil
        }
        set {
            let index = members.firstIndex { $0.key.hasSameBytes(as: key) }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(key, value))
            case (nil, nil): break
            }
        }
    }
}

extension String {
    /// Equality of UTF-8 bytes. `==` on strings is canonical equivalence, which merges texts that JSON tells apart.
    func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        var (left, right) = (self, other)
        return left.withUTF8 { left in
            right.withUTF8 { right in ByteRuns.areEqual(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right)) }
        }
    }
}
