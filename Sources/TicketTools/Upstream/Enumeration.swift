internal import MCPCore

/// Their values and ours, as a mapping pairs them. Where several of theirs are one of ours, the first is what is written.
struct Enumeration: Sendable {
    let pairs: [(theirs: String, ours: String)]

    /// Ours for one of theirs.
    func read(_ theirs: JSON) -> JSON? {
        guard let text = theirs.scalarText else { return nil }
        return pairs.first { $0.theirs == text }.map { JSON(scalar: $0.ours) }
    }

    /// Theirs for one of ours; nil where they have none.
    func write(_ ours: JSON) -> JSON? {
        guard let text = ours.scalarText else { return nil }
        return pairs.first { $0.ours == text }.map { JSON(scalar: $0.theirs) }
    }

    var ours: [String] { pairs.map(\.ours).reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
}
