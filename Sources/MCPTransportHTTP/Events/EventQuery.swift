internal import MCPCore

/// What the query of `GET /events/stream` asks for.
struct EventQuery {
    let filter: EventFilter
    let batching: EventBatching?

    /// `type`, `ticket` and `account` hold values with commas between; `batch` and `batch_ms` ask for batches.
    /// - Throws: ``EventLogError/Reason/invalid``, with one sentence for whoever asks.
    init(_ query: String?, limits: HTTPEventLimits) throws(EventLogError) {
        var count = 0
        func values(_ name: StaticString) throws(EventLogError) -> Set<String>? {
            guard let text = Query.value(of: name, in: query) else { return nil }
            let values = text.split(separator: ",").map(String.init)
            count += values.count
            guard !values.isEmpty else { throw Self.invalid("\(name) is empty") }
            guard count <= limits.filterValues else { throw Self.invalid("At most \(limits.filterValues) values in all filters") }
            return Set(values)
        }
        let types = Set(try (values("type") ?? []).map(EventType.init(rawValue:)))
        guard types.allSatisfy(\.isValid) else { throw Self.invalid("type holds what is no type of event") }
        var attributes: [(name: String, values: Set<String>)] = []
        for name: StaticString in ["ticket", "account"] {
            if let values = try values(name) { attributes.append(("\(name)", values)) }
        }
        filter = EventFilter(types: types, attributes: attributes)
        let batch = try Self.number("batch", query, 1...limits.batch)
        let longest = Int(limits.batchTime / .milliseconds(1))
        let time = try Self.number("batch_ms", query, 10...longest)
        batching = batch == nil && time == nil ? nil : EventBatching(count: batch ?? 50, time: .milliseconds(time ?? 200))
    }

    private static func number(_ name: StaticString, _ query: String?, _ range: ClosedRange<Int>) throws(EventLogError) -> Int? {
        guard let text = Query.value(of: name, in: query) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw invalid("\(name) must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func invalid(_ message: String) -> EventLogError { EventLogError(.invalid, message) }
}
