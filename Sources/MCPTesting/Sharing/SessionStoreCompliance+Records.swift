internal import MCPCore

/// What is promised of records.
extension SessionStoreCompliance {
    func content() async throws {
        let store = try await stores(1)[0]
        let full = SessionRecord(
            id: "s-1", kind: .home, principal: "al\"ice/π", revision: "2025-11-25",
            client: RawJSON(["clientInfo": ["name": "テスト", "version": "1\n2"], "capabilities": ["roots": [:]]]), logLevel: "warning",
            resources: ["ticket://1", "ticket://2?x=\"y\""], home: store.instance, commonStreams: [3, 1 << 52])
        let bare = record("s-2", InstanceID("elsewhere"))
        for record in [full, bare] {
            try await store.save(record)
            let found = try await store.record(record.id)
            try require(found == record, "a record is read as it was saved: \(found.map { "\($0)" } ?? "nothing")")
        }
        let missing = try await store.record("nobody's")
        try require(missing == nil, "an id that nobody has has no record")
    }

    func finding() async throws {
        let stores = try await stores(3)
        for number in 0..<20 {
            let record = record("s\(number)", stores[number % 3].instance)
            try await stores[number % 3].save(record)
            for store in stores {
                let found = try await store.record(record.id)
                try require(found == record, "a record that was saved is found by every instance")
            }
        }
    }

    func replacing() async throws {
        let stores = try await stores(2)
        var record = record("s", stores[0].instance)
        record.revision = "2025-06-18"
        try await stores[0].save(record)
        record.revision = nil
        record.home = stores[1].instance
        record.logLevel = "error"
        try await stores[1].save(record)
        for store in stores {
            let found = try await store.record("s")
            try require(found == record, "a record takes the place of the one before, with nothing of it left")
        }
    }

    func removing() async throws {
        let stores = try await stores(2)
        let streams = (1...3).map { StreamName(session: "s", number: $0) }
        let other = StreamName(session: "s:2", number: 1)
        for session in ["s", "s:2"] { try await stores[0].save(record(session, stores[0].instance)) }
        for stream in streams + [other] {
            stores[0].open(stream, StreamDescription(writer: stores[0].instance, request: nil))
            stores[0].append(event(1), to: stream)
        }
        _ = try await stores[0].record("s")
        let isRemoved = try await stores[1].remove("s")
        try require(isRemoved, "a record that is there can be removed by every instance")
        let isRemovedAgain = try await stores[0].remove("s")
        try require(!isRemovedAgain, "what is not there is not removed")
        let found = try await stores[0].record("s")
        try require(found == nil, "what was removed is not found")
        for stream in streams {
            stores[0].append(event(2), to: stream)
            let part = try await stores[0].events(of: stream, after: 0)
            try require(part == nil, "the streams of a session go with it, whatever is appended afterwards")
        }
        let rest = try await stores[1].events(of: other, after: 0)
        try require(rest?.events.count == 1, "other sessions keep theirs")
    }
}
