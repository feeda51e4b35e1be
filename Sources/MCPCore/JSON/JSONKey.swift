/// A member's name as it stands in the text.
struct JSONKey: Sendable {
    /// Without the quotes.
    let range: Range<Int>
    let hasEscape: Bool

    @inline(__always)
    func equals(_ name: StaticString, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        if hasEscape {
            return JSONBuilder.string(in: text, range: range, hasEscape: true) == name.description
        }
        guard range.count == name.utf8CodeUnitCount else { return false }
        return ByteRuns.areEqual(
            UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[range]),
            UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }

    /// The first key that stands twice, compared as the bytes that its escapes stand for.
    static func firstDuplicate(in keys: ArraySlice<JSONKey>, of text: UnsafeBufferPointer<UInt8>) -> JSONKey? {
        switch keys.count {
        case ...1: nil
        // Pairs are cheapest for the objects that people write; beyond, a set with seeded hashes keeps hostile ones linear.
        case ...12 where !keys.contains(where: \.hasEscape): firstDuplicatePair(in: keys, of: text)
        default: firstRepeated(in: keys, of: text)
        }
    }

    private static func firstDuplicatePair(in keys: ArraySlice<JSONKey>, of text: UnsafeBufferPointer<UInt8>) -> JSONKey? {
        for later in (keys.startIndex + 1)..<keys.endIndex {
            let key = keys[later].range
            for earlier in keys.startIndex..<later {
                let other = keys[earlier].range
                guard other.count == key.count else { continue }
                let bytes = UnsafeRawBufferPointer(text)
                if ByteRuns.areEqual(UnsafeRawBufferPointer(rebasing: bytes[other]), UnsafeRawBufferPointer(rebasing: bytes[key])) {
                    return keys[later]
                }
            }
        }
        return nil
    }

    private static func firstRepeated(in keys: ArraySlice<JSONKey>, of text: UnsafeBufferPointer<UInt8>) -> JSONKey? {
        var seen = Set<[UInt8]>(minimumCapacity: keys.count)
        for key in keys {
            let bytes =
                key.hasEscape
                ? Array(JSONBuilder.string(in: text, range: key.range, hasEscape: true).utf8)
                : Array(text[key.range])
            if !seen.insert(bytes).inserted { return key }
        }
        return nil
    }
}
