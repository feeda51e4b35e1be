/// How a list is written for the model to read. Programs get the same structured content whatever it is.
enum TextFormat: String, Sendable, CaseIterable {
    case markdown, json
    /// RFC 4180; see ``CSVText``.
    case csv
}
