internal import MCPCore

/// What is promised of streams.
extension SessionStoreCompliance {
    /// Once one reads what one has written, everybody does.
    private func written(_ store: any SessionStore) async throws { _ = try await store.record("nobody's") }

    func streams() async throws {
        let stores = try await stores(2)
        let stream = StreamName(session: "s", number: 7)
        let description = StreamDescription(writer: stores[0].instance, request: RawJSON("req-1"))
        stores[0].open(stream, description)
        try await written(stores[0])
        let empty = try await stores[1].events(of: stream, after: 0)
        try require(
            empty?.description == description && empty?.events == [] && empty?.isGap == false,
            "a stream that was opened is known, with nothing in it")
        let events = [event(1), event(2, isDelivered: true), event(3, isLast: true)]
        for event in events { stores[0].append(event, to: stream) }
        try await written(stores[0])
        for store in stores {
            let part = try await store.events(of: stream, after: 0)
            try require(part?.description == description, "who writes a stream, and for which request, is known to all")
            try require(part?.events == events && part?.isGap == false, "every instance reads all that was appended, as it was")
        }
        let common = StreamName(session: "s", number: 1 << 52)
        stores[1].open(common, StreamDescription(writer: stores[1].instance, request: nil))
        stores[1].append(event(1), to: common)
        let part = try await stores[1].events(of: common, after: 0)
        try require(part?.description.request == nil && part?.events.count == 1, "who appends reads it afterwards")
    }

    func places() async throws {
        let stores = try await stores(2)
        let stream = StreamName(session: "s", number: 1)
        stores[0].open(stream, StreamDescription(writer: stores[0].instance, request: nil))
        for number in 1...50 { stores[0].append(event(number), to: stream) }
        try await written(stores[0])
        for place in [0, 1, 9, 10, 49, 50] {
            let part = try await stores[1].events(of: stream, after: place)
            try require(part?.events.map(\.sequence) == Array(place + 1..<51), "what came after \(place) is read, and nothing else")
            try require(part?.isGap == false, "nothing is missing after \(place)")
        }
    }

    func bounds() async throws {
        var limits = SessionStoreLimits()
        limits.streamEvents = 10
        let store = try await stores(1, limits)[0]
        let stream = StreamName(session: "s", number: 1)
        store.open(stream, StreamDescription(writer: store.instance, request: nil))
        for number in 1...200 { store.append(event(number), to: stream) }
        let part = try await store.events(of: stream, after: 3)
        let numbers = part?.events.map(\.sequence) ?? []
        try require(10..<100 ~= numbers.count, "about as many events are kept as the limit says: \(numbers.count)")
        try require(numbers == Array(201 - numbers.count...200), "the oldest have gone")
        try require(part?.isGap == true, "who was not in time is told so")
        let late = try await store.events(of: stream, after: 195)
        try require(late?.isGap == false && late?.events.map(\.sequence) == Array(196...200), "who is in time misses nothing")
    }

    func gaps() async throws {
        let store = try await stores(1)[0]
        let stream = StreamName(session: "s", number: 1)
        store.open(stream, StreamDescription(writer: store.instance, request: nil))
        for number in [1, 2, 5, 6] { store.append(event(number), to: stream) }
        for (place, isGap) in [(0, true), (1, true), (2, true), (4, false), (5, false), (6, false)] {
            let part = try await store.events(of: stream, after: place)
            try require(part?.isGap == isGap, "3 and 4 never came: after \(place) that is \(isGap ? "a" : "no") gap")
            try require(part?.events.map(\.sequence) == [1, 2, 5, 6].filter { $0 > place }, "what is there is given after \(place)")
        }
    }

    func strangers() async throws {
        let store = try await stores(1)[0]
        let stream = StreamName(session: "s", number: 1)
        let part = try await store.events(of: stream, after: 0)
        try require(part == nil, "a stream that nobody opened is not known")
        store.append(event(1), to: stream)
        let after = try await store.events(of: stream, after: 0)
        try require(after == nil, "nor does it come about by appending")
    }

    func opening() async throws {
        let store = try await stores(1)[0]
        let stream = StreamName(session: "s", number: 1)
        let description = StreamDescription(writer: store.instance, request: nil)
        store.open(stream, description)
        store.append(event(1), to: stream)
        store.open(stream, description)
        for number in 2...3 { store.append(event(number), to: stream) }
        let part = try await store.events(of: stream, after: 1)
        try require(part?.events.map(\.sequence) == [2, 3] && part?.isGap == false, "it goes on where it was")
    }
}
