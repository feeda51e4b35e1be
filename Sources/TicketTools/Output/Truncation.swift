internal import MCPCore

/// A text that was cut: which, how much of it is there, and how to get the rest.
struct Truncation: Sendable, Hashable {
    /// Path in the structured content.
    let path: String
    /// In Unicode code points; for a list, in elements.
    let kept: Int
    let fullLength: Int

    static var schema: OutputSchema<Truncation> {
        OutputSchema<Truncation>.object(
            field("field", { $0.path }, .string), field("kept", { $0.kept }, .integer), field("full_length", { $0.fullLength }, .integer)
        ).loose
    }
}

extension String {
    /// At most `limit` code points, cut between characters as people see them.
    func cut(to limit: Int, _ field: String) -> (text: String, truncation: Truncation?) {
        let length = unicodeScalars.count
        guard length > limit else { return (self, nil) }
        var kept = 0
        var end = startIndex
        while end < endIndex {
            let next = index(after: end)
            let count = unicodeScalars.distance(from: end, to: next)
            guard kept + count <= limit else { break }
            kept += count
            end = next
        }
        return (String(self[..<end]), Truncation(path: field, kept: kept, fullLength: length))
    }
}

extension OutputSchema {
    /// The same object, its members not spelled out to clients: where every tool's schema would repeat them.
    var loose: OutputSchema { told { $0 = ["type": "object"] } }

    /// The same object, with other words for clients.
    func told(_ change: (inout JSONObject) -> Void) -> OutputSchema {
        var json = json
        change(&json)
        return OutputSchema(json: json) { value, writer in writer.raw(encode(value)) }
    }
}
