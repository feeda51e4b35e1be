/// A walk through the pages of a ticket listing.
///
/// A walk sees every ticket where it stood when the walk began, however it has changed since: so a ticket that is there all the time is
/// seen once and only once. What it shows of a ticket, and whether the ticket still matches, is of the moment. Tickets that came later
/// are left to the next walk.
public struct TicketWalk: Sendable, Equatable {
    /// Where the last ticket seen stood: the value sorted by, and its id.
    public let key: Int
    public let id: Int
    /// The last change that the walk counts as its past.
    public let change: Int
    public let began: Instant

    /// A walk that takes longer must begin again: how tickets stood before is not kept for ever.
    static let seconds: Int64 = 86_400

    public init(key: Int, id: Int, change: Int, began: Instant) {
        self.key = key
        self.id = id
        self.change = change
        self.began = began
    }

    static let keysetCount = 4

    init?(keyset: [Int]) {
        guard keyset.count == Self.keysetCount else { return nil }
        self.init(key: keyset[0], id: keyset[1], change: keyset[2], began: Instant(milliseconds: Int64(keyset[3])))
    }

    var keyset: [Int] { [key, id, change, Int(began.milliseconds)] }
}
