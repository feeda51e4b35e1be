/// Walks one JSON text once and checks every rule of RFC 8259, RFC 7493 (distinct keys) and ``JSONLimits``, building nothing.
///
/// Where asked, it notes where the members of the outermost object, of its `params` and of their `_meta` stand, so that a message is
/// routed without a second look at its bytes.
struct JSONScanner: ~Copyable {
    let text: UnsafeBufferPointer<UInt8>
    let limits: JSONLimits
    let indexesMessage: Bool
    var position = 0
    /// Of all three objects, in the order in which they ended.
    var members: [JSONMembers.Member] = []
    /// Where the elements of the outermost array stand.
    var outerElements: [Range<Int>] = []
    private var keys: [JSONKey] = []
    private var place: JSONMembers.Place

    init(_ text: UnsafeBufferPointer<UInt8>, limits: JSONLimits, indexesMessage: Bool) {
        self.text = text
        self.limits = limits
        self.indexesMessage = indexesMessage
        place = indexesMessage ? .message : .elsewhere
        // As many as a request of the stateless revision has.
        if indexesMessage { members.reserveCapacity(12) }
        keys.reserveCapacity(16)
    }

    /// Scans the text as exactly one value.
    /// - Returns: where the value stands, without the white space around it.
    mutating func scanText() throws(JSONError) -> Range<Int> {
        guard text.count <= limits.bytes else { throw JSONError(.tooLarge, at: limits.bytes) }
        skipSpace()
        let start = position
        try scanValue(depth: 0)
        let end = position
        skipSpace()
        guard position == text.count else { throw JSONError(.trailingBytes, at: position) }
        return start..<end
    }

    @inline(__always)
    private mutating func skipSpace() {
        while position < text.count {
            let byte = text[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    private mutating func scanValue(depth: Int) throws(JSONError) {
        guard position < text.count else { throw JSONError(.unexpectedEnd, at: position) }
        switch text[position] {
        case UInt8(ascii: "\""): _ = try scanString()
        case UInt8(ascii: "{"): try scanObject(depth: depth + 1)
        case UInt8(ascii: "["): try scanArray(depth: depth + 1)
        case UInt8(ascii: "t"): try scanWord("true")
        case UInt8(ascii: "f"): try scanWord("false")
        case UInt8(ascii: "n"): try scanWord("null")
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try scanNumber()
        default: throw JSONError(.unexpectedByte, at: position)
        }
    }

    private mutating func scanWord(_ word: StaticString) throws(JSONError) {
        for index in 0..<word.utf8CodeUnitCount {
            guard position < text.count else { throw JSONError(.unexpectedEnd, at: position) }
            guard text[position] == word.utf8Start[index] else { throw JSONError(.unexpectedByte, at: position) }
            position += 1
        }
    }

    private mutating func scanArray(depth: Int) throws(JSONError) {
        guard depth <= limits.depth else { throw JSONError(.tooDeep, at: position) }
        position += 1
        skipSpace()
        if position < text.count, text[position] == UInt8(ascii: "]") {
            position += 1
            return
        }
        while true {
            skipSpace()
            let start = position
            try scanValue(depth: depth)
            if indexesMessage, depth == 1 {
                outerElements.append(start..<position)
            }
            skipSpace()
            guard position < text.count else { throw JSONError(.unexpectedEnd, at: position) }
            switch text[position] {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"):
                position += 1
                return
            default: throw JSONError(.unexpectedByte, at: position)
            }
        }
    }

    private mutating func scanObject(depth: Int) throws(JSONError) {
        guard depth <= limits.depth else { throw JSONError(.tooDeep, at: position) }
        position += 1
        skipSpace()
        if position < text.count, text[position] == UInt8(ascii: "}") {
            position += 1
            return
        }
        let firstKey = keys.count
        while true {
            skipSpace()
            guard position < text.count else { throw JSONError(.unexpectedEnd, at: position) }
            guard text[position] == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: position) }
            let keyStart = position + 1
            let hasEscape = try scanString()
            let key = JSONKey(range: keyStart..<(position - 1), hasEscape: hasEscape)
            keys.append(key)
            guard keys.count - firstKey <= limits.members else { throw JSONError(.tooManyMembers, at: keyStart - 1) }
            skipSpace()
            guard position < text.count else { throw JSONError(.unexpectedEnd, at: position) }
            guard text[position] == UInt8(ascii: ":") else { throw JSONError(.unexpectedByte, at: position) }
            position += 1
            skipSpace()
            try scanMemberValue(of: key, depth: depth)
            skipSpace()
            guard position < text.count else { throw JSONError(.unexpectedEnd, at: position) }
            switch text[position] {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "}"):
                position += 1
                if let duplicate = JSONKey.firstDuplicate(in: keys[firstKey...], of: text) {
                    throw JSONError(.duplicateKey, at: duplicate.range.lowerBound - 1)
                }
                keys.removeLast(keys.count - firstKey)
                return
            default: throw JSONError(.unexpectedByte, at: position)
            }
        }
    }

    @inline(__always)
    private mutating func scanMemberValue(of key: JSONKey, depth: Int) throws(JSONError) {
        let place = place
        // What lies deeper, or in an array, is no member of these objects.
        guard place.depth == depth else { return try scanValue(depth: depth) }
        let start = position
        self.place = place.inside(key, text)
        try scanValue(depth: depth)
        self.place = place
        members.append(JSONMembers.Member(place: place, key: key, value: start..<position))
    }
}
