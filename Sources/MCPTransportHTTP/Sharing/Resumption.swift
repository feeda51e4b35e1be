internal import MCPCore

/// What a client has missed of streams that other instances wrote.
struct ForeignPart {
    let name: StreamName
    let part: StreamPart
    /// What the client has of it already.
    let after: Int

    var last: Int { part.events.last?.sequence ?? after }
}

extension SharedSessions {
    /// The rest of a stream that another instance writes, to be read on here.
    /// - Returns: nil where it is not kept, or not whole.
    func rest(of id: EventID, _ session: HTTPSession) async throws(SessionStoreError) -> ForeignPart? {
        let name = StreamName(session: session.id, number: id.stream)
        guard let part = try await store.events(of: name, after: id.sequence), !part.isGap else { return nil }
        return ForeignPart(name: name, part: part, after: id.sequence)
    }

    /// Whether a stream is one of those for what belongs to no request.
    func isCommon(_ number: Int, _ session: HTTPSession) async throws(SessionStoreError) -> Bool {
        try await store.record(session.id)?.commonStreams.contains(number) == true
    }

    /// What became of the streams for what belongs to no request.
    struct Moving {
        /// What the client has missed at the homes that were, oldest first.
        var missed: [ForeignPart] = []
        /// Nobody knows what the home that was would have told since.
        var isUncertain = false
        /// The client names an event, and what followed is not kept.
        var isLost = false
    }

    /// Makes this instance the one that tells what belongs to no request.
    /// - Parameter last: the event that the client names, if it names one of such a stream.
    func bringHome(_ session: HTTPSession, after last: EventID?) async throws(SessionStoreError) -> Moving {
        var moving = Moving()
        guard var record = try await store.record(session.id) else { return moving }
        let streams = record.commonStreams
        if let last {
            // Of the streams after the one that it names, the client has nothing.
            let index = streams.firstIndex(of: last.stream) ?? streams.endIndex
            for number in streams[index...] where number != session.common {
                let id = EventID(stream: number, sequence: number == last.stream ? last.sequence : 0)
                if let part = try await rest(of: id, session) { moving.missed.append(part) } else { moving.isLost = true }
            }
        } else if let number = streams.last, number != session.common {
            let name = StreamName(session: session.id, number: number)
            if let part = try await store.events(of: name, after: 0) {
                let unread = part.events.filter { !$0.isDelivered }
                let after = part.events.last { $0.isDelivered }?.sequence ?? 0
                moving.missed.append(
                    ForeignPart(name: name, part: StreamPart(part.description, unread, isGap: false), after: after))
            }
        }
        guard !moving.isLost, !session.isHome || record.home != store.instance else { return moving }
        if record.home != store.instance { moving.isUncertain = try await !store.isAlive(record.home) }
        session.becomeHome()
        record.home = store.instance
        record.commonStreams = Array((streams.filter { $0 != session.common } + [session.common]).suffix(8))
        try await store.save(record)
        // To all: two that took it at the same time both step back, and the client's next request finds one.
        if let number = streams.last { store.tell(.attached(StreamName(session: session.id, number: number)), to: nil) }
        return moving
    }

    /// Reads a stream of another instance on to a connection, for as long as that is open.
    /// - Parameter isKnown: whether the client is told something in another way.
    func follow(
        _ part: ForeignPart, to connection: EventStream, endsConnection: Bool, _ keeper: StreamKeeper,
        isKnown: @escaping @Sendable ([UInt8]) -> Bool = { _ in false }
    ) -> ForeignStream {
        let stream = ForeignStream(
            part.name, part.part.description, after: part.after, to: connection, endsConnection: endsConnection, store: store,
            now: keeper.now, isKnown: isKnown)
        add(stream)
        stream.push(part.part.events)
        keeper.keep(stream) { [weak stream, weak self, weak keeper] now in
            guard let stream else { return }
            stream.tick(now)
            guard connection.isEnded else { return }
            self?.remove(stream)
            keeper?.release(stream)
        }
        return stream
    }
}
