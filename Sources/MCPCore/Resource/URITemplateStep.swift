/// A part of a template, or several that are matched as one.
protocol URITemplateStep: Sendable {
    /// - Parameter ends: the positions at which all that comes after this step matches the rest of the text.
    func solve(_ text: URIText, before ends: [Bool]) -> any SolvedStep
}

/// A step that knows where in one text it matches.
protocol SolvedStep {
    /// The positions at which this step and all after it match the rest of the text.
    var begins: [Bool] { get }

    /// Notes the values.
    /// - Parameter position: one of ``begins``.
    /// - Returns: where the step ends, one of the positions at which the next can begin; nil where the values contradict each other.
    func take(_ text: URIText, from position: Int, into values: inout URITemplateValues) -> Int?
}

/// Text that stands in every URI.
struct LiteralStep: URITemplateStep {
    let bytes: [UInt8]

    init(_ text: String) {
        bytes = URIText.withCapitalTriplets(text)
    }

    func solve(_ text: URIText, before ends: [Bool]) -> any SolvedStep {
        var begins = [Bool](repeating: false, count: text.count + 1)
        for end in stride(from: bytes.count, through: text.count, by: 1) where ends[end] {
            begins[end - bytes.count] = text.bytes[(end - bytes.count)..<end].elementsEqual(bytes)
        }
        return Solved(begins: begins, length: bytes.count)
    }

    private struct Solved: SolvedStep {
        let begins: [Bool]
        let length: Int

        func take(_ text: URIText, from position: Int, into values: inout URITemplateValues) -> Int? { position + length }
    }
}
