/// A message to many subscriptions, which differs in nothing but whose it is: written once, with a gap for the id.
struct SubscriptionMessage {
    private static let mark = "the subscription's id, which is not known yet"

    private let before: ArraySlice<UInt8>
    private let after: ArraySlice<UInt8>

    /// - Parameter write: writes the message of a subscription with this id.
    /// - Returns: nil where the id does not stand in it once.
    init?(_ write: (RequestID) -> RawMessage) {
        let bytes = write(.string(Self.mark)).bytes
        let gaps = bytes.ranges(of: Array("\"\(Self.mark)\"".utf8))
        guard gaps.count == 1, let gap = gaps.first else { return nil }
        before = bytes[..<gap.lowerBound]
        after = bytes[gap.upperBound...]
    }

    func message(of id: RequestID) -> RawMessage {
        message(withID: Self.text(of: id).utf8)
    }

    func message(withID id: some Collection<UInt8>) -> RawMessage {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(before.count + id.count + after.count)
        bytes += before
        bytes += id
        bytes += after
        return RawMessage(bytes)
    }

    /// An id as it stands in a message.
    static func text(of id: RequestID) -> String {
        if case .integer(let number) = id { String(number) } else { id.json.text }
    }
}
