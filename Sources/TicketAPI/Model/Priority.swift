/// How urgent a ticket is; the raw value is what is stored and sorted by.
public enum Priority: Int, Sendable, CaseIterable {
    case low = 1
    case normal, high, urgent

    /// The name on the wire.
    public var key: String { "\(self)" }

    public init?(key: String) {
        guard let match = Self.allCases.first(where: { $0.key == key }) else { return nil }
        self = match
    }
}
