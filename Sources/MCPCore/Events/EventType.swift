/// What kind of thing happened. Open: embedders have types of their own.
public struct EventType: Sendable, Hashable, RawRepresentable, ExpressibleByStringLiteral {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }

    public static let ticketCreated: EventType = "ticket_created"
    public static let ticketUpdated: EventType = "ticket_updated"
    public static let statusChanged: EventType = "status_changed"
    public static let historyAdded: EventType = "history_added"
    /// Many things changed in one go.
    public static let batchUpdate: EventType = "batch_update"
    /// The lists that tickets refer to, such as categories.
    public static let mastersChanged: EventType = "masters_changed"

    /// What a reader of an event stream can tell from the framing: letters, digits, `_`, `-`, `.`, `/` and `:`, at most 64 of them. `batch`
    /// and `gap` are words of the stream itself.
    public var isValid: Bool {
        1...64 ~= rawValue.utf8.count && rawValue != "batch" && rawValue != "gap"
            && rawValue.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"):
                    true
                default: false
                }
            }
    }
}
