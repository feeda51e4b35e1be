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
