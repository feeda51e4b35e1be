/// How a caller names a ticket: by id, or by number such as `T-000123`.
public struct TicketReference: Sendable, Equatable {
    public let id: Int

    public init(id: Int) {
        self.id = id
    }

    /// Nil when `text` can be neither an id nor a number.
    public init?(_ text: String) {
        let digits = text.hasPrefix("T-") || text.hasPrefix("t-") ? text.dropFirst(2) : Substring(text)
        guard (1...15).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let id = Int(digits), id > 0
        else { return nil }
        self.id = id
    }

    static func number(of id: Int) -> String {
        let digits = String(id)
        return "T-" + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
    }
}
