/// The latest events of a session, for streams that are resumed. Bounded by number and by bytes.
struct EventRing {
    struct Event {
        let stream: Int
        let sequence: Int
        let data: [UInt8]
    }

    private let maximumCount: Int
    private let maximumBytes: Int
    private var events: [Event] = []
    private var first = 0
    private var bytes = 0
    /// The last sequence number of each stream that was let go of.
    private var forgotten: [Int: Int] = [:]

    init(count: Int, bytes: Int) {
        maximumCount = max(1, count)
        maximumBytes = bytes
    }

    /// - Returns: what was let go of to make room.
    mutating func append(_ event: Event) -> [Event] {
        var evicted: [Event] = []
        events.append(event)
        bytes += event.data.count
        while events.count - first > maximumCount || (bytes > maximumBytes && events.count - first > 1) {
            let old = events[first]
            bytes -= old.data.count
            forgotten[old.stream] = old.sequence
            evicted.append(old)
            first += 1
        }
        // Moves what is left to the front now and then, so that an event costs constant time on average.
        if first > maximumCount {
            events.removeFirst(first)
            first = 0
        }
        return evicted
    }

    /// Nobody will ask for this stream again.
    mutating func forget(_ stream: Int) {
        forgotten[stream] = nil
    }

    /// What came on a stream after an event.
    /// - Returns: nil if some of it is not kept any more.
    func events(of stream: Int, after sequence: Int) -> [Event]? {
        if let gone = forgotten[stream], gone > sequence { return nil }
        return events[first...].filter { $0.stream == stream && $0.sequence > sequence }
    }
}
