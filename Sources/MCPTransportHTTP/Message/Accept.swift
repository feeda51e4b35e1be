/// What a client takes for an answer (RFC 9110, section 12.5.1), as far as it concerns us.
struct Accept {
    // No field means that everything will do.
    private(set) var json = true
    private(set) var eventStream = true
    /// The client names event streams, or everything of `text`.
    private(set) var namesEventStream = false
    /// The client names event streams before JSON.
    private(set) var prefersEventStream = false
    private var isThere = false

    /// Adds what one field says.
    mutating func add(_ value: String) {
        if !isThere { (isThere, json, eventStream) = (true, false, false) }
        value.withBytes { value in
            // What nearly every client of this protocol says, as its specification writes it.
            if ASCII.equal(value, "application/json, text/event-stream") {
                prefersEventStream = false
                return (json, eventStream, namesEventStream) = (true, true, true)
            }
            var rest = value
            while !rest.isEmpty { take(ASCII.take(before: UInt8(ascii: ","), from: &rest)) }
        }
    }

    private mutating func take(_ range: ASCII.Bytes) {
        var parameters = range
        let type = ASCII.trimmed(ASCII.take(before: UInt8(ascii: ";"), from: &parameters))
        guard !Self.isRefused(&parameters) else { return }
        if ASCII.equal(type, "application/json") || ASCII.equal(type, "application/*") { json = true }
        if ASCII.equal(type, "text/event-stream") || ASCII.equal(type, "text/*") {
            prefersEventStream = !json
            (eventStream, namesEventStream) = (true, true)
        }
        if ASCII.equal(type, "*/*") { (json, eventStream) = (true, true) }
    }

    /// A weight of zero: `q=0`, `q=0.000`.
    private static func isRefused(_ parameters: inout ASCII.Bytes) -> Bool {
        while !parameters.isEmpty {
            let text = ASCII.trimmed(ASCII.take(before: UInt8(ascii: ";"), from: &parameters))
            guard text.count >= 3, ASCII.equal(text.prefix(2), "q=") else { continue }
            return text.dropFirst(2).allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
        }
        return false
    }
}
