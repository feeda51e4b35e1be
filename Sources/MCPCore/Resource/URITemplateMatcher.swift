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
                if let joined = (steps.last as? ParameterStep)?.joined(expression) {
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
