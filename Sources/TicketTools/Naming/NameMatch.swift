/// What a reference stands for among candidates. Nothing is guessed: only a name that is one candidate's alone finds it.
enum NameMatch<Candidate: Nameable>: Sendable {
    case found(Candidate)
    case ambiguous([Candidate])
    /// Nothing goes by it; these come nearest, the nearest first.
    case unknown(near: [Candidate])

    static var shown: Int { 5 }

    init(_ reference: Reference, among candidates: [Candidate]) {
        switch reference {
        case .id(let id):
            if let candidate = candidates.first(where: { $0.id == id }) {
                self = .found(candidate)
            } else {
                self = .unknown(near: Array(candidates.prefix(Self.shown)))
            }
        case .name(let name):
            let folded = name.folded
            // A name made of blanks is nobody's.
            let matches = folded.isEmpty ? [] : candidates.filter { $0.names.contains { $0.folded == folded } }
            if let match = matches.first {
                self = matches.count == 1 ? .found(match) : .ambiguous(matches)
            } else {
                self = .unknown(near: Self.nearest(to: folded, among: candidates))
            }
        }
    }

    private static func nearest(to name: String, among candidates: [Candidate]) -> [Candidate] {
        let ranked = candidates.enumerated().map { (rank: rank($0.element, name), offset: $0.offset, candidate: $0.element) }
        // The order of the list decides between equals, so that the answer is always the same.
        return ranked.sorted { ($0.rank, $0.offset) < ($1.rank, $1.offset) }.prefix(shown).map(\.candidate)
    }

    /// Names that hold the text, or are held by it, come before those that merely look like it.
    private static func rank(_ candidate: Candidate, _ name: String) -> Int {
        candidate.names.map { other in
            let other = other.folded
            let isPart = !name.isEmpty && !other.isEmpty && (other.contains(name) || name.contains(other))
            return editDistance(name, other) + (isPart ? 0 : 1_000)
        }.min() ?? .max
    }
}
