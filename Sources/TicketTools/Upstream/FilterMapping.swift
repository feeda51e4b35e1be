internal import MCPCore

/// How one of our filters is said in a query of theirs: as a parameter of its own, or as a term of a search.
struct FilterMapping: Sendable {
    enum End: String, Sendable, CaseIterable {
        case exclusive, inclusive
    }

    /// Nil for a term of the list's search parameter.
    let parameter: String?
    private let template: String
    private let from: String?
    private let to: String?
    private let both: String?
    private let end: End
    private let isDay: Bool
    private let words: [(key: String, value: String)]
    private let enumeration: Enumeration?
    /// What joins several values; `repeat` says the parameter or term again. Nil where they take one.
    private let separator: String?
    private let forbidden: String
    let note: String?
    /// What has to be asked beside it.
    let also: [(key: String, value: String)]

    init(_ json: JSON, _ path: String, _ enumerations: [String: Enumeration]) throws(ConfigurationError) {
        let short: JSON? = json.string.map { parameter in ["parameter": .string(parameter)] }
        var reader = try MappingReader(short ?? json, path)
        parameter = try reader.text("parameter")
        template = try reader.text("value") ?? "{value}"
        from = try reader.text("from")
        to = try reader.text("to")
        both = try reader.text("both")
        end = try reader.choice("end", End.self) ?? .exclusive
        isDay = try reader.flag("day")
        words = try reader.pairs("words")
        separator = try reader.text("several")
        forbidden = try reader.text("forbidden") ?? ""
        note = try reader.text("note")
        also = try reader.pairs("also")
        if let name = try reader.text("enum") {
            guard let found = enumerations[name] else { throw reader.fault("enum", "names no enumeration: \(name)") }
            enumeration = found
        } else {
            enumeration = nil
        }
        try reader.finish()
    }

    /// What to put into the query for our values.
    func say(_ values: [String], _ name: String, _ system: String, _ zone: ZoneOffset) throws(APIError) -> [String] {
        let today = Moment(milliseconds: WallClock.milliseconds).day(in: zone).text
        guard values.count <= 1 || separator != nil else { throw .invalid(name, "\(system) takes one value here, not \(values.count).") }
        var theirs: [String] = []
        for value in values {
            if let taken = value.first(where: { forbidden.contains($0) }) {
                throw .invalid(name, "\(system) cannot look for a text with \(String(taken).quoted) in it.")
            }
            if let word = words.first(where: { $0.key == value }) {
                theirs.append(word.value)
            } else if let enumeration {
                guard let text = enumeration.write(JSON(scalar: value))?.scalarText else {
                    throw .invalid(name, "\(value.quoted) has no counterpart in \(system).", allowed: enumeration.ours)
                }
                theirs.append(text)
            } else {
                theirs.append(value)
            }
        }
        if let separator, separator != "repeat" { return [template.filled(["value": theirs.joined(separator: separator)])] }
        return theirs.map { template.filled(["value": $0, "today": today]) }
    }

    /// What to put into the query for times from one on and before another.
    func say(from start: Moment?, before bound: Moment?, _ name: String, _ system: String, _ zone: ZoneOffset) throws(APIError) -> [String]
    {
        // Where the end belongs to the range, it is the second before ours.
        let last = bound.map { end == .inclusive || isDay ? Moment(milliseconds: $0.milliseconds - 1_000) : $0 }
        func text(_ moment: Moment) -> String { isDay ? moment.day(in: zone).text : moment.text }
        if let start, let last, let both { return [both.filled(["from": text(start), "to": text(last)])] }
        var said: [String] = []
        for (moment, template, side) in [(start, from, "from"), (last, to, "to")] {
            guard let moment else { continue }
            guard let template else { throw .invalid("\(name)_\(side)", "\(system) cannot filter by this.") }
            said.append(template.filled(["value": text(moment)]))
        }
        guard said.count < 2 || parameter == nil else { throw .invalid("\(name)_to", "\(system) takes one end of a range, not both.") }
        return said
    }
}

/// How our orders are said in a query of theirs.
struct SortMapping: Sendable {
    private let parameter: String
    private let order: String?
    private let ascending: String
    private let descending: String
    /// Ours and theirs; an empty text says nothing.
    let fields: [(key: String, value: String)]

    init(_ reader: inout MappingReader) throws(ConfigurationError) {
        parameter = try reader.needed("parameter")
        order = try reader.text("order")
        ascending = try reader.text("ascending") ?? "{field}"
        descending = try reader.text("descending") ?? "{field}"
        fields = try reader.pairs("fields")
        try reader.finish()
    }

    func say(_ field: String, isDescending: Bool) -> [(String, String)]? {
        guard let theirs = fields.first(where: { $0.key == field })?.value else { return nil }
        guard !theirs.isEmpty else { return [] }
        let value = (isDescending ? descending : ascending).filled(["field": theirs])
        return [(parameter, value)] + (order.map { [($0, isDescending ? "desc" : "asc")] } ?? [])
    }
}
