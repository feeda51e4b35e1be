/// The latest events in their order, bounded by number, bytes and age.
struct EventHistory {
    private struct Entry {
        /// Nil once it was let go of.
        var event: ServerEvent?
        let position: EventPosition
        let bytes: Int
        let since: Duration
    }

    private let maximumCount: Int
    private let maximumBytes: Int
    private let maximumAge: Duration
    private var entries: [Entry] = []
    /// What stands before it was let go of.
    private var first = 0
    private var bytes = 0
    /// Up to here nothing is kept.
    private var forgotten: EventPosition
    private(set) var last: EventPosition

    /// - Parameter start: comes before every event.
    init(count: Int, bytes: Int, age: Duration, start: EventPosition) {
        maximumCount = max(1, count)
        maximumBytes = bytes
        maximumAge = age
        (forgotten, last) = (start, start)
    }

    var count: Int { entries.count - first }

    /// - Parameter event: comes behind all others.
    mutating func append(_ event: ServerEvent, now: Duration) {
        // Its JSON and what a transport makes of that are kept with it.
        let size = event.draft.size * 3
        entries.append(Entry(event: event, position: event.position, bytes: size, since: now))
        bytes += size
        last = event.position
        while count > maximumCount || (bytes > maximumBytes && count > 1) { forgetFirst() }
        forgetOld(now)
    }

    mutating func forgetOld(_ now: Duration) {
        while first < entries.count, now - entries[first].since > maximumAge { forgetFirst() }
    }

    func page(after position: EventPosition?, limit: Int) -> EventPage {
        let isKnown = position.map { $0 >= forgotten && $0 <= last } ?? true
        let start = isKnown ? position.map(index(after:)) ?? first : first
        let events = entries[start..<min(entries.count, start + max(1, limit))].compactMap(\.event)
        return EventPage(events, isGap: !isKnown, oldest: count > 0 ? entries[first].position : nil)
    }

    private mutating func forgetFirst() {
        bytes -= entries[first].bytes
        forgotten = entries[first].position
        entries[first].event = nil
        first += 1
        // Moves what is left to the front now and then, so that an event costs constant time on average.
        guard first >= maximumCount || first == entries.count else { return }
        entries.removeFirst(first)
        first = 0
    }

    /// By halves: whoever comes back is not made to look at all that is kept.
    private func index(after position: EventPosition) -> Int {
        var (low, high) = (first, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].position > position { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
