internal import MCPCore

/// What is promised of letters.
extension SessionStoreCompliance {
    private typealias Inbox = Observed<[(letter: InstanceLetter, from: InstanceID)]>

    /// Has a store begin, and waits until it lives.
    private func begin(_ store: any SessionStore) async throws -> Inbox {
        let inbox = Inbox([])
        store.begin { news in
            if case .letter(let letter, let from) = news { inbox.change { $0.append((letter, from)) } }
        }
        let isAlive = try await store.isAlive(store.instance)
        try require(isAlive, "who has begun is alive")
        return inbox
    }

    func letters() async throws {
        let stores = try await stores(2)
        let inbox = try await begin(stores[0])
        _ = try await begin(stores[1])
        let principal = Principal(
            id: "alice", displayName: "A \"B\"", scopes: ["tickets:read", "x y"], attributes: ["tenant": "acme", "key": "\u{0}ß"])
        let sent: [InstanceLetter] = [
            .message(session: "s", principal: principal, Array(#"{"a":"\u0000 テ"}"#.utf8) + [0, 13, 10, 255]),
            .message(session: "s", principal: .anonymous, []), .ended(session: "s"), .missing(session: "s"),
            .changed(session: "s"),
            .attached(StreamName(session: "s", number: 1 << 52)), .grown(StreamName(session: "", number: 0)),
        ]
        for letter in sent { try await stores[1].send(letter, to: stores[0].instance) }
        try await inbox.wait { $0.count >= sent.count }
        let taken = inbox.state
        try require(taken.map(\.letter) == sent, "letters arrive as they were sent, each once: \(taken.map(\.letter))")
        try require(taken.allSatisfy { $0.from == stores[1].instance }, "who wrote them is known")
    }

    func order() async throws {
        let stores = try await stores(3)
        let inbox = try await begin(stores[0])
        for store in stores.dropFirst() { _ = try await begin(store) }
        for number in 0..<500 {
            for store in stores.dropFirst() {
                store.tell(.changed(session: "\(number)"), to: stores[0].instance)
            }
        }
        try await inbox.wait { $0.count >= 1_000 }
        for store in stores.dropFirst() {
            let own = inbox.state.filter { $0.from == store.instance }.map(\.letter)
            try require(own == (0..<500).map { .changed(session: "\($0)") }, "letters of one to another come in their order")
        }
    }

    func everybody() async throws {
        let stores = try await stores(4)
        var inboxes: [Inbox] = []
        for store in stores { inboxes.append(try await begin(store)) }
        for (number, store) in stores.enumerated() { try await store.send(.ended(session: "\(number)"), to: nil) }
        for (number, inbox) in inboxes.enumerated() {
            try await inbox.wait { $0.count >= 3 }
            let sessions = Set(inbox.state.map(\.letter))
            let others = Set(stores.indices.filter { $0 != number }.map { InstanceLetter.ended(session: "\($0)") })
            try require(sessions == others && inbox.state.count == 3, "all others have a letter to all, once, and who wrote it has not")
        }
    }

    func sequence() async throws {
        let stores = try await stores(2)
        let inbox = try await begin(stores[0])
        _ = try await begin(stores[1])
        let stream = StreamName(session: "s", number: 1)
        stores[1].open(stream, StreamDescription(writer: stores[1].instance, request: nil))
        for number in 1...100 {
            stores[1].append(event(number), to: stream)
            stores[1].tell(.grown(stream), to: stores[0].instance)
            try await inbox.wait { $0.count >= number }
            let part = try await stores[0].events(of: stream, after: number - 1)
            try require(part?.events.map(\.sequence) == [number], "what a letter tells of is there")
        }
    }

    func ending() async throws {
        let stores = try await stores(2)
        let inbox = try await begin(stores[0])
        let isNobody = try await stores[1].isAlive(InstanceID("nobody"))
        try require(!isNobody, "who never was is not alive")
        try await stores[1].send(.changed(session: "s"), to: stores[0].instance)
        try await inbox.wait { $0.count == 1 }
        await stores[0].end()
        let isAlive = try await stores[1].isAlive(stores[0].instance)
        try require(!isAlive, "who has ended is gone")
        for receiver in [stores[0].instance, InstanceID("nobody")] {
            var refusal: SessionStoreError?
            do throws(SessionStoreError) {
                try await stores[1].send(.changed(session: "s"), to: receiver)
            } catch {
                refusal = error
            }
            try require(refusal?.reason == .gone, "a letter to who is gone is refused")
        }
    }
}
