internal import MCPCore
internal import Synchronization
internal import Testing

@testable internal import TicketTools

@Suite struct CacheTests {
    private let time = ManualTime()

    private func cache(_ capacity: Int = 10) -> SharedCache<Int> { SharedCache(period: .seconds(300), capacity: capacity, time: time) }

    @Test func keepsForItsPeriod() async throws {
        let cache = cache()
        let loads = Atomic(0)
        let load: @Sendable () async throws(APIError) -> Int = { loads.add(1, ordering: .relaxed).newValue }
        #expect(try await cache.value(for: "a", load: load) == 1)
        time.advance(by: .seconds(299))
        #expect(try await cache.value(for: "a", load: load) == 1)
        #expect(try await cache.value(for: "b", load: load) == 2)
        time.advance(by: .seconds(1))
        #expect(try await cache.value(for: "a", load: load) == 3)
    }

    @Test func failuresAreNotKept() async throws {
        let cache = cache()
        await #expect(throws: APIError.self) {
            try await cache.value(for: "a") { () async throws(APIError) in throw APIError(.unavailable, "x") }
        }
        #expect(try await cache.value(for: "a") { () async throws(APIError) in 2 } == 2)
    }

    @Test func theOldestMakesRoom() async throws {
        let cache = cache(2)
        let loads = Atomic(0)
        let load: @Sendable () async throws(APIError) -> Int = { loads.add(1, ordering: .relaxed).newValue }
        for key in ["a", "b", "c"] {
            _ = try await cache.value(for: key, load: load)
            time.advance(by: .seconds(1))
        }
        #expect(try await cache.value(for: "c", load: load) == 3)
        #expect(try await cache.value(for: "b", load: load) == 2)
        #expect(try await cache.value(for: "a", load: load) == 4)
    }

    /// A door that a load waits at until a test opens it.
    private actor Gate {
        private var waiters: [CheckedContinuation<Void, Never>] = []
        private var isOpen = false
        private(set) var arrivals = 0

        func pass() async {
            arrivals += 1
            if !isOpen { await withCheckedContinuation { waiters.append($0) } }
        }

        func open() {
            isOpen = true
            for waiter in waiters { waiter.resume() }
            waiters = []
        }
    }

    @Test func missesAtTheSameTimeShareOneFetch() async throws {
        let cache = cache()
        let gate = Gate()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await cache.value(for: "a") { () async throws(APIError) in
                        await gate.pass()
                        return await gate.arrivals
                    }
                }
            }
            while await gate.arrivals == 0 { await Task.yield() }
            await gate.open()
            for try await value in group { #expect(value == 1) }
        }
    }

    @Test func oneWhoLeavesDoesNotTakeTheFetchAlong() async throws {
        let cache = cache()
        let gate = Gate()
        let load: @Sendable () async throws(APIError) -> Int = { () async throws(APIError) in
            await gate.pass()
            if Task.isCancelled { throw APIError.cancelled }
            return 7
        }
        let first = Task { try await cache.value(for: "a", load: load) }
        while await gate.arrivals == 0 { await Task.yield() }
        let second = Task { try await cache.value(for: "a", load: load) }
        // The first leaves at once; the second may have come by then or not, and gets its value either way.
        first.cancel()
        await #expect(throws: APIError.self) { try await first.value }
        await gate.open()
        #expect(try await second.value == 7)
    }

    @Test func theLastToLeaveCancelsTheFetch() async throws {
        let cache = cache()
        let cancelled = AsyncStream<Void>.makeStream()
        let started = AsyncStream<Void>.makeStream()
        let call = Task {
            try await cache.value(for: "a") { () async throws(APIError) in
                await withTaskCancellationHandler {
                    started.continuation.yield()
                    for await _ in cancelled.stream { break }
                } onCancel: {
                    cancelled.continuation.yield()
                }
                throw APIError.cancelled
            }
        }
        for await _ in started.stream { break }
        call.cancel()
        await #expect(throws: APIError.self) { try await call.value }
        #expect(try await cache.value(for: "a") { () async throws(APIError) in 2 } == 2)
    }

    @Test func mastersAreAskedForOnceAPeriod() async throws {
        let body = "{\"items\":[{\"id\":1,\"key\":\"new\",\"name\":\"New\",\"group\":\"new\"}]}"
        let upstream = try ScriptedUpstream(200, ["Content-Type: application/json"], body)
        let client = try ToolClient.scripted(upstream, time: time)
        try await client.succeed("get_statuses")
        try await client.succeed("get_statuses", ["group": "new"])
        #expect(upstream.requests.count == 1)
        time.advance(by: .seconds(300))
        try await client.succeed("get_statuses")
        #expect(upstream.requests.count == 2)
    }

    @Test func tenantsDoNotShare() async throws {
        struct PerUser: UpstreamCredentials {
            func headers(for principal: Principal) async throws(APIError) -> [(name: String, value: String)] {
                [("x-api-key", principal.id)]
            }
        }
        let upstream = try ScriptedUpstream { request in
            let name = request.header("x-api-key") ?? "nobody"
            let body = "{\"items\":[{\"id\":1,\"key\":\"\(name)\",\"name\":\"x\",\"group\":\"new\"}]}"
            return .bytes(ScriptedUpstream.response(200, ["Content-Type: application/json"], body))
        }
        let configuration = TicketConfiguration(baseURL: try BaseURL(upstream.url))
        let api = APIClient(configuration: configuration, credentials: PerUser())
        let masters = Masters(client: api, limits: TicketLimits(), time: time)
        for name in ["taro", "hana", "taro"] {
            #expect(try await masters.statuses(for: Principal(id: name)).map(\.key) == [name])
        }
        #expect(upstream.requests.count == 2)
    }

    /// After its time a list is asked for with its tag, and one that is still so is not sent again.
    @Test func listsAreRevalidated() async throws {
        let upstream = try ScriptedUpstream { request in
            let round = request.header("if-none-match")
            let body = "{\"items\":[{\"id\":1,\"key\":\"k\",\"name\":\"\(round ?? "first")\",\"group\":\"new\"}]}"
            switch round {
            case nil: return .bytes(ScriptedUpstream.response(200, ["Content-Type: application/json", "ETag: \"a\""], body))
            case "\"a\"": return .bytes("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n")
            default: return .bytes(ScriptedUpstream.response(500, [], ""))
            }
        }
        let api = APIClient(configuration: TicketConfiguration(baseURL: try BaseURL(upstream.url)))
        let masters = Masters(client: api, limits: TicketLimits(), time: time)
        for round in 1...4 {
            #expect(try await masters.statuses(for: .anonymous).map(\.name) == ["first"])
            #expect(upstream.requests.count == round)
            #expect(try await masters.statuses(for: .anonymous).map(\.name) == ["first"])
            #expect(upstream.requests.count == round)
            if round == 2 { masters.drop(["categories"]) } else { time.advance(by: .seconds(300)) }
            if round == 2 { masters.drop(["statuses"]) }
        }
        #expect(upstream.requests.map { $0.header("if-none-match") } == [nil, "\"a\"", "\"a\"", "\"a\""])
        await api.shutdown()
    }

    /// What was asked for before a change is given to those who wait, and to nobody after.
    @Test func whatIsOnItsWayWhenThingsChangeIsNotKept() async throws {
        let cache = cache()
        let gate = Gate()
        let first = Task {
            try await cache.value(for: "a") { () async throws(APIError) in
                await gate.pass()
                return 1
            }
        }
        while await gate.arrivals == 0 { await Task.yield() }
        cache.expire()
        await gate.open()
        #expect(try await first.value == 1)
        #expect(try await cache.value(for: "a") { () async throws(APIError) in 2 } == 2)
        #expect(try await cache.value(for: "a") { () async throws(APIError) in 3 } == 2)
        cache.expire()
        #expect(try await cache.value(for: "a", reload: { (old) async throws(APIError) in (old ?? 0) + 10 }) == 12)
    }
}
