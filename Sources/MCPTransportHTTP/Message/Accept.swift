/// What a client takes for an answer (RFC 9110, section 12.5.1), as far as it concerns us.
struct Accept {
    private(set) var json = false
    private(set) var eventStream = false
    /// The client names event streams, or everything of `text`.
    private(set) var namesEventStream = false

    init(_ headers: HTTPHeaders) {
        var isThere = false
        for field in headers.fields where field.name.isSameToken(as: "accept") {
            isThere = true
            var rest = field.value[...].utf8[...]
            while !rest.isEmpty {
                let range = rest.prefix { $0 != UInt8(ascii: ",") }
                rest = rest.dropFirst(range.count + 1)
                take(range)
            }
        }
        // No field means that everything will do.
        if !isThere { (json, eventStream) = (true, true) }
    }

    private mutating func take(_ range: Substring.UTF8View) {
        let type = ASCII.beforeParameters(range)
        guard !Self.isRefused(range.dropFirst(range.prefix { $0 != UInt8(ascii: ";") }.count)) else { return }
        if ASCII.equal(type, "application/json") || ASCII.equal(type, "application/*") { json = true }
        if ASCII.equal(type, "text/event-stream") || ASCII.equal(type, "text/*") { (eventStream, namesEventStream) = (true, true) }
        if ASCII.equal(type, "*/*") { (json, eventStream) = (true, true) }
    }

    /// A weight of zero: `q=0`, `q=0.000`.
    private static func isRefused(_ parameters: Substring.UTF8View) -> Bool {
        guard !parameters.isEmpty else { return false }
        for parameter in parameters.split(separator: UInt8(ascii: ";")) {
            let text = ASCII.trimmed(parameter)
            guard text.count >= 3, ASCII.equal(text.prefix(2), "q=") else { continue }
            return text.dropFirst(2).allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
        }
        return false
    }
}
