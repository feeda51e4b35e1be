/// What to look up for a text that somebody searches for.
///
/// A ticket matches when its text holds the query as one piece, beginning at the beginning of a word if the query begins with a letter
/// or a digit: `print` finds printers, `rint` does not. Unspaced scripts match anywhere.
struct SearchQuery: Sendable, Equatable {
    /// A token, or the beginning of one. Every match has all of them; not everything that has all of them is a match.
    struct Term: Sendable, Hashable {
        let text: String
        let isPrefix: Bool
    }

    /// What ``SearchText/marked`` of a match holds.
    let marked: String
    /// Empty only for an empty query.
    let terms: [Term]

    /// So many terms narrow it down; the rest is left to the comparison with the text.
    private static let termCount = 24

    init(_ query: String) {
        let form = query.searchForm
        marked = SearchText(form).marked
        let runs = SearchRun.runs(Array(form.unicodeScalars))
        var terms: [Term] = []
        for (index, run) in runs.enumerated() {
            for term in Self.terms(of: run, isLast: index == runs.count - 1) where !terms.contains(term) { terms.append(term) }
        }
        self.terms = Array(terms.prefix(Self.termCount))
    }

    private static func terms(of run: SearchRun, isLast: Bool) -> [Term] {
        let scalars = run.scalars
        switch run.kind {
        case .space: return []
        case .symbol: return [Term(text: SearchText.symbol(run), isPrefix: false)]
        case .letters, .digits:
            // What follows may be more of the same word.
            return [Term(text: SearchText.word(run), isPrefix: isLast && scalars.count < SearchText.wordLength)]
        case .unspaced where scalars.count == 1:
            // Followed by anything, it begins a pair; at the end of its run, it is a token of its own.
            return [Term(text: SearchText.text(scalars), isPrefix: isLast)]
        case .unspaced:
            return scalars.indices.dropLast().map { Term(text: SearchText.text(scalars[$0...($0 + 1)]), isPrefix: false) }
        }
    }
}
