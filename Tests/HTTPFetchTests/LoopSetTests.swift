internal import Testing

@testable internal import HTTPFetch

/// Which of a client's threads a call goes to, and that its limits hold over all of them.
@Suite(.timeLimit(.minutes(1)))
struct LoopSetTests {
    private func silentServer() -> TestServer {
        TestServer { peer in
            _ = try peer.read()
            peer.waitForClose()
        }
    }

    /// Calls from a thread that has not called before.
    private func callFromANewThread(_ fetch: HTTPFetch, _ url: String) -> Task<Int, any Error> {
        let call = Shared<Task<Int, any Error>?>(nil)
        let made = Gate()
        startThread {
            call.change { $0 = Task.immediate { try await fetch.get(url).status } }
            made.open()
        }
        made.block()
        guard let call = call.value else { preconditionFailure("the thread made no call") }
        return call
    }

    @Test func threadsGoDifferentWays() async throws {
        let (leave, arrived) = (Gate(), Gate())
        let server = TestServer { peer, _ in
            arrived.open()
            leave.block()
            try peer.respond()
        }
        try await withFetch {
            $0.threads = 3
            $0.limits.hostConnections = 3_000
            $0.limits.totalConnections = 3_000
        } _: { fetch in
            #expect(fetch.loops.slots.count == 3)
            var calls = [callFromANewThread(fetch, server.url)]
            await arrived.wait()
            // Each thread that is new has the next number, but for those that others take meanwhile.
            while fetch.loops.slots.contains(where: { $0.started == nil }) { calls.append(callFromANewThread(fetch, server.url)) }
            #expect(fetch.loops.slots.reduce(0) { $0 + $1.load.count } == calls.count)
            leave.open()
            for call in calls {
                let status = try await call.value
                #expect(status == 200)
            }
            #expect(fetch.loops.slots.allSatisfy { $0.load.count == 0 })
        }
    }

    @Test func whatIsMadeOneAfterTheOtherStaysWhereItsConnectionIs() async throws {
        let server = TestServer { peer, _ in try peer.respond() }
        try await withFetch {
            $0.threads = 8
        } _: { fetch in
            for _ in 0..<20 { _ = try await callFromANewThread(fetch, server.url).value }
            #expect(fetch.loops.slots.map { $0.started != nil } == [true] + Array(repeating: false, count: 7))
        }
        #expect(server.connections == 1)
    }

    /// One thread makes all the calls, and has the connections of all loops for them.
    @Test func whereAThreadsOwnLoopIsFullAnotherHelps() async throws {
        let (arrived, all, leave) = (Shared(0), Gate(), Gate())
        let server = TestServer { peer, _ in
            if arrived.increment() == 8 { all.open() }
            leave.block()
            try peer.respond()
        }
        try await withFetch {
            $0.threads = 4
            $0.limits.hostConnections = 8
        } _: { fetch in
            let calls = (0..<9).map { _ in Task.immediate { try await fetch.get(server.url).status } }
            #expect(fetch.loops.slots.map(\.load.count).sorted() == [2, 2, 2, 3])
            await all.wait()
            leave.open()
            for call in calls {
                let status = try await call.value
                #expect(status == 200)
            }
        }
        #expect(server.connections == 8)
    }

    /// And no fewer, though one thread makes them all: with connections for few of them, for all, and without a limit.
    @Test(arguments: [2, 64, 0])
    func asManyAreInFlightAsTheLimitOfAllTogether(connections: Int) async throws {
        let server = silentServer()
        try await withFetch {
            $0.threads = 2
            $0.limits.hostConnections = connections
            $0.limits.inFlight = 4
        } _: { fetch in
            let calls = (0..<5).map { _ in Task.immediate { await failure { try await fetch.get(server.url) }?.code } }
            // The one too many is told at once; the others would wait for ever.
            await fetch.shutdown()
            var ends: [FetchError.Code?] = []
            for call in calls { ends.append(await call.value) }
            #expect(ends.filter { $0 == .overloaded }.count == 1 && ends.filter { $0 == .closed }.count == 4)
        }
    }

    @Test(arguments: [(1, 16), (3, 16), (7, 16), (16, 16), (40, 16), (5, 0)])
    func sharesAreTheWhole(threads: Int, connections: Int) async throws {
        try await withFetch {
            $0.threads = threads
            $0.limits.hostConnections = connections
        } _: { fetch in
            let slots = fetch.loops.slots
            #expect(slots.count == (connections > 0 ? min(threads, connections) : threads))
            #expect(slots.reduce(0) { $0 + $1.limits.hostConnections } == connections)
            #expect(slots.reduce(0) { $0 + $1.limits.totalConnections } == 64)
            #expect(slots.reduce(0) { $0 + $1.limits.inFlight } == 1_024)
            #expect(connections == 0 || slots.allSatisfy { $0.limits.hostConnections > 0 })
        }
    }

    @Test func aClientThatSaysNothingHasFourConnectionsAThreadAtLeast() async throws {
        try await withFetch { fetch in #expect(fetch.loops.slots.count == min(Processors.count, 4)) }
        try await withFetch {
            $0.limits.hostConnections = 3
        } _: { fetch in
            #expect(fetch.loops.slots.count == 1)
        }
    }

    @Test func shutdownEndsWhatRunsInAllOfThem() async throws {
        let server = silentServer()
        try await withFetch {
            $0.threads = 3
            $0.limits.hostConnections = 6
        } _: { fetch in
            let calls = (0..<6).map { _ in Task.immediate { await failure { try await fetch.get(server.url) }?.code } }
            #expect(fetch.loops.slots.allSatisfy { $0.started != nil })
            await fetch.shutdown()
            for call in calls { #expect(await call.value == .closed) }
        }
    }
}
