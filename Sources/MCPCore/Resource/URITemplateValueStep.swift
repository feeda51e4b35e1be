/// An expression whose values stand in the order of its variables, without names: `{a,b}`, `{+a}`, `{#a}`, `{.a}`, `{/a,b}`.
struct ValueStep: URITemplateStep {
    let expression: URITemplateExpression

    func solve(_ text: URIText, before ends: [Bool]) -> any SolvedStep {
        let (kind, variables) = (expression.kind, expression.variables)
        // For each variable: where its value can begin, and where the rest of the expression can, when something came before it.
        var values = [[Bool]](repeating: [], count: variables.count)
        var continues = [[Bool]](repeating: ends, count: variables.count + 1)
        var begins = ends
        for index in variables.indices.reversed() {
            let starts = starts(of: variables[index], text, before: continues[index + 1])
            var continued = continues[index + 1]
            for position in 0..<text.count where starts[position + 1] {
                if text.bytes[position] == kind.separator { continued[position] = true }
                if text.bytes[position] == kind.first { begins[position] = true }
            }
            if kind.first == nil {
                for position in 0...text.count where starts[position] { begins[position] = true }
            }
            values[index] = starts
            continues[index] = continued
        }
        return Solved(step: self, begins: begins, values: values, continues: continues)
    }

    /// Where a value can begin that is followed by one of the ends.
    private func starts(of variable: URITemplateExpression.Variable, _ text: URIText, before ends: [Bool]) -> [Bool] {
        var starts = [Bool](repeating: false, count: text.count + 1)
        var runEnd = text.count
        var nearest = Int.max
        for position in stride(from: text.count, through: 0, by: -1) {
            if position < text.count, !allows(text.bytes[position], in: variable) { runEnd = position }
            guard text.isBoundary[position] else { continue }
            if ends[position] { nearest = position }
            guard nearest <= runEnd else { continue }
            starts[position] = text.characters[nearest] - text.characters[position] <= variable.prefix ?? .max
        }
        return starts
    }

    fileprivate func allows(_ byte: UInt8, in variable: URITemplateExpression.Variable) -> Bool {
        if URICharacter.isUnreserved(byte) || byte == UInt8(ascii: "%") { return true }
        if expression.kind.allowsReserved { return URICharacter.isReserved(byte) }
        return variable.isExploded && (byte == expression.kind.separator || byte == UInt8(ascii: "="))
    }
}

private struct Solved: SolvedStep {
    let step: ValueStep
    let begins: [Bool]
    let values: [[Bool]]
    let continues: [[Bool]]

    func take(_ text: URIText, from position: Int, into values: inout URITemplateValues) -> Int? {
        let (kind, variables) = (step.expression.kind, step.expression.variables)
        var found: [(index: Int, range: Range<Int>)] = []
        var end = position
        for index in variables.indices {
            var start = end
            if let lead = found.isEmpty ? kind.first : kind.separator {
                guard end < text.count, text.bytes[end] == lead else { continue }
                start += 1
            }
            guard self.values[index][start] else { continue }
            end = self.end(of: index, text, from: start)
            found.append((index, start..<end))
        }
        // Where nothing stands, no value is told from an empty one.
        guard end > position else { return end }
        for (index, range) in found {
            let variable = variables[index]
            guard values.note(variable.isExploded ? text.raw(range) : text.decoded(range), of: variable) else { return nil }
        }
        return end
    }

    /// At the first separator that a value of the next variable can follow, or else as late as may be.
    private func end(of index: Int, _ text: URIText, from start: Int) -> Int {
        let variable = step.expression.variables[index]
        let next = index + 1 < values.count ? values[index + 1] : nil
        var latest = start
        var position = start
        while true {
            if text.isBoundary[position] {
                guard text.characters[position] - text.characters[start] <= variable.prefix ?? .max else { return latest }
                if continues[index + 1][position] {
                    latest = position
                    let isSeparator = position < text.count && text.bytes[position] == step.expression.kind.separator
                    if isSeparator, let next, next[position + 1] { return position }
                }
            }
            guard position < text.count, step.allows(text.bytes[position], in: variable) else { return latest }
            position += 1
        }
    }
}
