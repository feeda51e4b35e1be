/// A stretch of a text that is indexed in one way.
struct SearchRun {
    enum Kind {
        /// Letters of scripts that put spaces between words.
        case letters
        case digits
        /// Chinese, Japanese, Korean, Thai and others, where words do not show.
        case unspaced
        /// One punctuation mark, pictogram, currency sign or the like.
        case symbol
        case space
    }

    let kind: Kind
    let scalars: ArraySlice<Unicode.Scalar>

    /// The runs of `scalars`, which are in search form. They cover it without gaps.
    static func runs(_ scalars: [Unicode.Scalar]) -> [SearchRun] {
        var runs: [SearchRun] = []
        var start = 0
        var current: Kind?
        for index in scalars.indices {
            let kind = kind(scalars[index], after: current)
            if let current, kind != current || kind == .symbol {
                runs.append(SearchRun(kind: current, scalars: scalars[start..<index]))
                start = index
            }
            current = kind
        }
        if let current { runs.append(SearchRun(kind: current, scalars: scalars[start...])) }
        return runs
    }

    private static func kind(_ scalar: Unicode.Scalar, after previous: Kind?) -> Kind {
        switch scalar.value {
        case 0x61...0x7A, 0x41...0x5A: return .letters
        case 0x30...0x39: return .digits
        case 0...0x20, 0x7F...0xA0: return .space
        case 0...0x7F: return .symbol
        case let value where isUnspaced(value): return .unspaced
        default: break
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber, .otherNumber:
            return .letters
        case .decimalNumber: return .digits
        // A mark belongs to what it stands on.
        case .nonspacingMark, .spacingMark, .enclosingMark: return previous == .unspaced ? .unspaced : .letters
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control: return .space
        default: return .symbol
        }
    }

    private static func isUnspaced(_ value: UInt32) -> Bool {
        switch value {
        case 0x3041...0x30FA, 0x30FC...0x30FF, 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x3005...0x3007, 0x3021...0x3029, 0xAC00...0xD7AF,
            0xF900...0xFAFF, 0x20000...0x3FFFF, 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x1100...0x11FF, 0x2E80...0x2FDF,
            0x3100...0x318F, 0x31A0...0x31BF, 0x31F0...0x31FF, 0xA000...0xA4CF, 0x1B000...0x1B16F:
            true
        default: false
        }
    }
}
