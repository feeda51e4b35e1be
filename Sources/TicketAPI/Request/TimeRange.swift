/// A half open span of time; either end may be missing.
public struct TimeRange: Sendable, Equatable {
    public var from: Instant?
    /// The first instant after the span.
    public var to: Instant?

    public init(from: Instant? = nil, to: Instant? = nil) {
        self.from = from
        self.to = to
    }
}

extension QueryReader {
    /// Reads `{name}_from` and `{name}_to`. Instants bound a half open span; a date as the end includes the whole day, in UTC.
    mutating func timeRange(_ name: String) -> TimeRange {
        let range = TimeRange(from: time("\(name)_from", endOfDay: false), to: time("\(name)_to", endOfDay: true))
        if let from = range.from, let to = range.to, from > to {
            refuse("\(name)_to", "empty_range", "\(name)_to must not be before \(name)_from.")
        }
        return range
    }

    private mutating func time(_ name: String, endOfDay: Bool) -> Instant? {
        guard let text = string(name) else { return nil }
        if let instant = Instant(rfc3339: text) { return instant }
        if let date = CivilDate(text) { return endOfDay ? date.start.adding(days: 1) : date.start }
        refuse(name, "invalid_time", "\(name) must be an RFC 3339 time or a date, such as 2026-11-21T09:00:00Z or 2026-11-21.")
        return nil
    }
}
