/// What a client takes for an answer (RFC 9110, section 12.5.1), as far as it concerns us.
struct Accept {
    let json: Bool
    let eventStream: Bool
    /// The client names event streams, or everything of `text`.
    let namesEventStream: Bool

    init(_ headers: HTTPHeaders) {
        let values = headers.values(of: "accept")
        guard !values.isEmpty else {
            (json, eventStream, namesEventStream) = (true, true, false)
            return
        }
        var types: Set<String> = []
        for range in values.joined(separator: ",").split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            guard let type = parts.first, !parts.dropFirst().contains(where: { ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0) }) else {
                continue
            }
            types.insert(type)
        }
        json = !types.isDisjoint(with: ["*/*", "application/*", "application/json"])
        namesEventStream = !types.isDisjoint(with: ["text/*", "text/event-stream"])
        eventStream = namesEventStream || types.contains("*/*")
    }
}
