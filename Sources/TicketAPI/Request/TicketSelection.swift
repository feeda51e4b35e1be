/// The tickets that `ids` names.
enum TicketSelection {
    typealias Wanted = (text: String, reference: TicketReference)

    /// Reads `ids`, up to 20 ids or numbers separated by commas, and `fields`. No other parameter goes with them.
    static func parse(_ reader: consuming QueryReader) throws(Problem) -> (wanted: [Wanted], fields: TicketFields) {
        var reader = reader
        let others = Set(reader.items.map(\.name)).subtracting(["ids", "fields"]).sorted()
        if !others.isEmpty {
            let names = others.map { $0.excerpt(60) }.joined(separator: ", ")
            reader.refuse("ids", "conflict", "ids goes with fields only, not with \(names).")
            reader.expect(others)
        }
        var wanted: [Wanted] = []
        for text in reader.strings("ids").flatMap({ $0.split(separator: ",").map(String.init) }) {
            guard let reference = TicketReference(text) else {
                reader.refuse("ids", "invalid", "'\(text.excerpt(40))' is neither an id nor a number such as T-000123.")
                continue
            }
            if !wanted.contains(where: { $0.reference == reference }) { wanted.append((text, reference)) }
        }
        if wanted.count > Limits.references {
            reader.refuse("ids", "too_many", "ids can name at most \(Limits.references) tickets; this names \(wanted.count).")
        }
        let fields = TicketFields.read(&reader) ?? .full
        try reader.finish()
        return (wanted, fields)
    }
}
