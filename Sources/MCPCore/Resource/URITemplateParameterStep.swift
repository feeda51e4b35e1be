/// Expressions whose values are led by their names, in any order: `{;a,b}`, `{?a,b}`, `{&a,b}`, and `{?a}{&b}` as one.
struct ParameterStep: URITemplateStep {
    private let kinds: [URITemplateExpression.Operator]
    private let variables: [URITemplateExpression.Variable]
    fileprivate let separator: UInt8
    fileprivate let plain: [[UInt8]: URITemplateExpression.Variable]
    /// Takes the parameters that have no variable of their own.
    fileprivate let exploded: URITemplateExpression.Variable?

    init(_ expression: URITemplateExpression) {
        self.init([expression.kind], expression.variables)
    }

    private init(_ kinds: [URITemplateExpression.Operator], _ variables: [URITemplateExpression.Variable]) {
        self.kinds = kinds
        self.variables = variables
        separator = kinds[0].separator
        let named = variables.filter { !$0.isExploded }.map { (URIText.withCapitalTriplets($0.name), $0) }
        plain = Dictionary(named) { first, _ in first }
        exploded = variables.first(where: \.isExploded)
    }

    /// This and an expression that follows at once, or nil where that is of another kind.
    func joined(_ other: URITemplateExpression) -> ParameterStep? {
        guard other.kind == .continuation, separator == other.kind.separator else { return nil }
        return ParameterStep(kinds + [other.kind], variables + other.variables)
    }

    fileprivate func opens(_ byte: UInt8) -> Bool { kinds.contains { $0.first == byte } }

    func solve(_ text: URIText, before ends: [Bool]) -> any SolvedStep {
        var solved = SolvedParameters(self, text, before: ends)
        for position in stride(from: text.count, through: 0, by: -1) { solved.solve(text, position) }
        return solved
    }
}

private struct SolvedParameters: SolvedStep {
    private struct Parameter {
        /// As the URI writes it.
        let name: ArraySlice<UInt8>
        let variable: URITemplateExpression.Variable
        /// Nil for a name without a value.
        let valueStart: Int?
    }

    private let step: ParameterStep
    private let ends: [Bool]
    private(set) var begins: [Bool]
    /// Where a parameter can begin.
    private var parameters: [Bool]
    /// Where a parameter can end, and from each position the nearest such place.
    private var stops: [Bool]
    private var nearestStop: [Int]
    /// How far names and values reach.
    private var runEnd: [Int]

    init(_ step: ParameterStep, _ text: URIText, before ends: [Bool]) {
        self.step = step
        self.ends = ends
        begins = ends
        parameters = [Bool](repeating: false, count: text.count + 1)
        stops = parameters
        nearestStop = [Int](repeating: .max, count: text.count + 1)
        runEnd = [Int](repeating: text.count, count: text.count + 1)
    }

    /// - Precondition: all later positions are solved.
    mutating func solve(_ text: URIText, _ position: Int) {
        if position < text.count {
            let byte = text.bytes[position]
            let isInRun = URICharacter.isUnreserved(byte) || byte == UInt8(ascii: "%")
            runEnd[position] = isInRun ? runEnd[position + 1] : position
            nearestStop[position] = nearestStop[position + 1]
        }
        if let parameter = parameter(text, at: position) {
            if let start = parameter.valueStart {
                let stop = nearestStop[start]
                parameters[position] = stop <= runEnd[start] && fits(text, start..<stop, parameter.variable)
            } else {
                parameters[position] = stops[runEnd[position]]
            }
        }
        guard text.isBoundary[position] else { return }
        let follows = position < text.count && parameters[position + 1]
        stops[position] = ends[position] || follows && text.bytes[position] == step.separator
        if stops[position] { nearestStop[position] = position }
        if follows, step.opens(text.bytes[position]) { begins[position] = true }
    }

    private func fits(_ text: URIText, _ range: Range<Int>, _ variable: URITemplateExpression.Variable) -> Bool {
        text.characters[range.upperBound] - text.characters[range.lowerBound] <= variable.prefix ?? .max
    }

    /// The name that stands at a position, and whose it is; nil for one that no variable takes.
    private func parameter(_ text: URIText, at position: Int) -> Parameter? {
        let nameEnd = runEnd[position]
        guard position > 0, nameEnd > position else { return nil }
        let before = text.bytes[position - 1]
        guard before == step.separator || step.opens(before) else { return nil }
        let name = text.bytes[position..<nameEnd]
        guard let variable = step.plain[Array(name)] ?? step.exploded else { return nil }
        let hasValue = nameEnd < text.count && text.bytes[nameEnd] == UInt8(ascii: "=")
        return Parameter(name: name, variable: variable, valueStart: hasValue ? nameEnd + 1 : nil)
    }

    func take(_ text: URIText, from position: Int, into values: inout URITemplateValues) -> Int? {
        guard position < text.count, step.opens(text.bytes[position]), parameters[position + 1] else { return position }
        var start = position + 1
        var seen: Set<String> = []
        var explodedTexts: [String] = []
        var end = position
        while let parameter = parameter(text, at: start) {
            if !parameter.variable.isExploded, !seen.insert(parameter.variable.name).inserted {
                // Stated twice: the second belongs to what follows, if to anything.
                guard ends[end] else { return nil }
                break
            }
            end = self.end(of: parameter, text, from: start)
            if parameter.variable.isExploded {
                explodedTexts.append(text.raw(start..<end))
            } else {
                let value = text.decoded((parameter.valueStart ?? end)..<end)
                guard values.note(value, of: parameter.variable) else { return nil }
            }
            guard end < text.count, text.bytes[end] == step.separator, parameters[end + 1] else { break }
            start = end + 1
        }
        if let exploded = step.exploded, !explodedTexts.isEmpty {
            let separator = String(Unicode.Scalar(step.separator))
            guard values.note(explodedTexts.joined(separator: separator), of: exploded) else { return nil }
        }
        return end
    }

    /// As late as may be.
    private func end(of parameter: Parameter, _ text: URIText, from start: Int) -> Int {
        guard let valueStart = parameter.valueStart else { return runEnd[start] }
        var position = runEnd[valueStart]
        while !stops[position] || !fits(text, valueStart..<position, parameter.variable) { position -= 1 }
        return position
    }
}
