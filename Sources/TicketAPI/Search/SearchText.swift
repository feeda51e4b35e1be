/// A text as the full text index has it: the same on every database.
///
/// Words of letters and of digits are tokens (`e1234` is two), a run of unspaced script is its pairs of neighbours and its last
/// character, a symbol is the number of its code point. Beside the tokens goes the text itself with a mark before each word, in which
/// whatever the tokens find is looked up once more: so the index may be coarse, and the answer is exact.
struct SearchText: Sendable {
    /// The text in search form, marked.
    private(set) var marked = ""
    /// Without repetition, in order of appearance; none holds a space.
    private(set) var tokens: [String] = []

    /// What stands before each word. It cannot be typed: control characters are refused.
    static let mark: Unicode.Scalar = "\u{1}"
    /// A longer word is known by its beginning.
    static let wordLength = 40

    /// Reads `text`, which is in search form.
    init(_ text: String) {
        var output = String.UnicodeScalarView()
        output.reserveCapacity(text.utf8.count + text.utf8.count / 4)
        var seen: Set<String> = []
        for run in SearchRun.runs(Array(text.unicodeScalars)) {
            if run.kind == .letters || run.kind == .digits { output.append(Self.mark) }
            output.append(contentsOf: run.scalars)
            Self.tokens(of: run) { token in
                if seen.insert(token).inserted { tokens.append(token) }
            }
        }
        marked = String(output)
    }

    private static func tokens(of run: SearchRun, _ body: (String) -> Void) {
        switch run.kind {
        case .letters, .digits: body(word(run))
        case .symbol: body(symbol(run))
        case .space: break
        case .unspaced:
            for index in run.scalars.indices { body(text(run.scalars[index..<min(index + 2, run.scalars.endIndex)])) }
        }
    }

    static func word(_ run: SearchRun) -> String { text(run.scalars.prefix(wordLength)) }

    static func symbol(_ run: SearchRun) -> String { run.scalars.map { "u" + String($0.value, radix: 16) }.joined() }

    static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
