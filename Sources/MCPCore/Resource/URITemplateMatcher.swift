/// Finds the values of a ``URITemplate``'s variables in a URI.
///
/// There is no backtracking. One pass from the last step to the first notes for each step at which positions of the URI it can begin so
/// that all after it match; a second pass from the first step on only ever goes where the rest is known to match.
struct URITemplateMatcher: Sendable {
    private let steps: [any URITemplateStep]
    /// What every match begins with: most URIs are turned away by it.
    private let lead: [UInt8]

    init(_ parts: [URITemplatePart]) {
        var steps: [any URITemplateStep] = []
        for part in parts {
            switch part {
            case .literal(let text): steps.append(LiteralStep(text))
            case .expression(let expression):
                let last = steps.last as? ParameterStep
                if let last, let joined = last.joined(expression) {
                    steps[steps.count - 1] = joined
                } else {
                    steps.append(expression.kind.isNamed ? ParameterStep(expression) : ValueStep(expression: expression))
                }
            }
        }
        self.steps = steps
        lead = (steps.first as? LiteralStep)?.bytes ?? []
    }

    func match(_ uri: String) -> [String: String]? {
        guard let text = URIText(uri), text.bytes.starts(with: lead) else { return nil }
        var begins = [Bool](repeating: false, count: text.count + 1)
        begins[text.count] = true
        var solved: [any SolvedStep] = []
        for step in steps.reversed() {
            let next = step.solve(text, before: begins)
            solved.append(next)
            begins = next.begins
        }
        guard begins[0] else { return nil }
        var position = 0
        var values = URITemplateValues()
        for step in solved.reversed() {
            guard let end = step.take(text, from: position, into: &values) else { return nil }
            position = end
        }
        return values.texts
    }
}

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
        bytes = URITemplateMatcher.withCapitalTriplets(text)
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

extension URITemplateMatcher {
    /// Template text in the form of ``URIText``.
    static func withCapitalTriplets(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        for index in bytes.indices where bytes[index] == UInt8(ascii: "%") {
            for digit in (index + 1)...(index + 2) where bytes[digit] >= UInt8(ascii: "a") { bytes[digit] -= 0x20 }
        }
        return bytes
    }
}

/// The values that were found so far.
struct URITemplateValues {
    private(set) var texts: [String: String] = [:]
    /// How many characters of a value its text holds at most, where it is a prefix.
    private var limits: [String: Int] = [:]

    /// - Returns: whether it can be the value of that variable, after all that was noted before.
    mutating func note(_ text: String?, of variable: URITemplateExpression.Variable) -> Bool {
        guard let text else { return false }
        let limit = variable.prefix ?? .max
        guard let known = texts[variable.name], let knownLimit = limits[variable.name] else {
            texts[variable.name] = text
            limits[variable.name] = limit
            return true
        }
        let common = min(limit, knownLimit)
        guard known.unicodeScalars.prefix(common).elementsEqual(text.unicodeScalars.prefix(common)) else { return false }
        if limit > knownLimit {
            texts[variable.name] = text
            limits[variable.name] = limit
        }
        return true
    }
}
