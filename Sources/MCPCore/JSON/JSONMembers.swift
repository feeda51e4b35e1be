/// Where the members of one object of a message stand in its bytes, as ``JSONScanner`` noted them.
struct JSONMembers: Sendable {
    /// The objects of a message whose members are noted.
    enum Place: UInt8, Sendable {
        case elsewhere, message, params, meta

        /// How deep the object stands; zero, which is nowhere, for those that are not noted.
        var depth: Int { Int(rawValue) }

        /// Where the value of a member stands.
        func inside(_ key: JSONKey, _ text: UnsafeBufferPointer<UInt8>) -> Place {
            switch self {
            case .message: key.equals("params", in: text) ? .params : .elsewhere
            case .params: key.equals("_meta", in: text) ? .meta : .elsewhere
            case .meta, .elsewhere: .elsewhere
            }
        }
    }

    struct Member: Sendable {
        let place: Place
        let key: JSONKey
        let value: Range<Int>
    }

    /// Of all noted objects of the message, which share one list.
    let all: [Member]
    let place: Place

    static let none = JSONMembers(all: [], place: .elsewhere)

    /// The value of a member, in the text that was scanned.
    func slice(of name: StaticString, in storage: [UInt8]) -> JSONSlice? {
        let found = storage.withUnsafeBufferPointer { text in
            all.withUnsafeBufferPointer { members -> (value: Range<Int>, inside: Place)? in
                // Most names are told apart by their length.
                let count = name.utf8CodeUnitCount
                for member in members where member.place == place && (member.key.range.count == count || member.key.hasEscape) {
                    if member.key.equals(name, in: text) { return (member.value, place.inside(member.key, text)) }
                }
                return nil
            }
        }
        guard let (value, inside) = found else { return nil }
        return JSONSlice(unchecked: storage, value, inside == .elsewhere ? nil : JSONMembers(all: all, place: inside))
    }
}
