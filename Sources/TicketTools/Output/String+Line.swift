extension String {
    /// The text on one line, without control characters; beyond `limit` characters it is cut, and says so.
    func oneLine(_ limit: Int = .max) -> String {
        var line = ""
        var count = 0
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: line.unicodeScalars.append(" ")
            default: line.unicodeScalars.append(scalar)
            }
            count += 1
            if count == limit, unicodeScalars.count > limit { return line + " … (cut)" }
        }
        return line
    }

    /// The text on one line in quotation marks, for a value among words of ours.
    var quoted: String { "\"\(oneLine(200))\"" }
}
