internal import MCPCore

/// The streams that this instance writes: it alone appends to them, so it knows what Redis keeps of them.
struct OpenStreams {
    struct Entry {
        let description: StreamDescription
        var last = 0
        /// Bytes of the events that are kept, the first at `first`.
        var sizes: [Int] = []
        var first = 1
        var bytes = 0
        let since: ContinuousClock.Instant
    }

    private let limits: SessionStoreLimits
    private let capacity: Int
    private(set) var all: [StreamName: Entry] = [:]

    init(_ limits: SessionStoreLimits, capacity: Int = 100_000) {
        self.limits = limits
        self.capacity = capacity
    }

    mutating func open(_ name: StreamName, _ description: StreamDescription) {
        if all.count >= capacity {
            // Owners that never end them are long gone.
            for old in all.sorted(by: { $0.value.since < $1.value.since }).prefix(capacity / 4) { all[old.key] = nil }
        }
        all[name] = Entry(description: description, since: .now)
    }

    /// Notes an event.
    /// - Returns: what the stream is for, and the first event that is still to be kept if others are to go; nil for a stream that is not open.
    mutating func append(_ event: StreamEvent, to name: StreamName) -> (description: StreamDescription, first: Int?)? {
        guard var entry = all.removeValue(forKey: name) else { return nil }
        if event.sequence != entry.last + 1 { (entry.sizes, entry.bytes, entry.first) = ([], 0, event.sequence) }
        entry.last = event.sequence
        entry.sizes.append(event.message.count)
        entry.bytes += event.message.count
        var excess = 0
        while entry.sizes.count - excess > limits.streamEvents || (entry.bytes > limits.streamBytes && entry.sizes.count - excess > 1) {
            entry.bytes -= entry.sizes[excess]
            excess += 1
        }
        if excess > 0 {
            entry.sizes.removeFirst(excess)
            entry.first += excess
        }
        if !event.isLast { all[name] = entry }
        return (entry.description, excess > 0 ? entry.first : nil)
    }

    /// Forgets one that was opened then, and not again.
    mutating func forget(_ name: StreamName, since: ContinuousClock.Instant) {
        if all[name]?.since == since { all[name] = nil }
    }

    mutating func remove(session: String) {
        for name in all.keys where name.session == session { all[name] = nil }
    }
}
