internal import Testing

@testable internal import HTTPFetch

@Suite(.timeLimit(.minutes(1)))
struct RetryTests {
    /// Fails each path's first requests as told, then answers 200 with how many came in all.
    private static func server(failing: Int = 1, _ fail: @escaping @Sendable (Peer) throws -> Void) -> (TestServer, Shared<Int>) {
        let count = Shared(0)
        let server = TestServer { peer in
            while try peer.read() != nil {
                let number = count.increment()
                guard number <= failing else {
                    try peer.respond(200, [], "\(number)")
                    continue
                }
                try fail(peer)
            }
        }
        return (server, count)
    }

    private static func policy(_ jitter: Double = 0.5) -> RetryPolicy {
        var policy = RetryPolicy()
        policy.jitter = { jitter }
        return policy
    }

    @Test(arguments: [408, 429, 502, 503, 504])
    func statusThenSuccess(_ status: Int) async throws {
        let clock = ManualClock()
        let (server, _) = Self.server(failing: 2) { try $0.respond(status) }
        try await withFetch(clock: clock) {
            $0.retry = Self.policy()
        } _: { fetch in
            let response = try await fetch.get(server.url)
            #expect(response.status == 200 && response.text == "3" && response.timing.attempts == 3)
            #expect(clock.sleeps == [.milliseconds(50), .milliseconds(100)])
        }
    }

    @Test func theLastAnswerIsTheAnswer() async throws {
        let (server, count) = Self.server(failing: 9) { try $0.respond(503, ["X-A: b"], "busy") }
        try await withFetch(clock: ManualClock()) {
            $0.retry = Self.policy()
        } _: { fetch in
            let response = try await fetch.get(server.url)
            #expect(response.status == 503 && response.text == "busy")
        }
        #expect(count.value == 3)
    }

    @Test(arguments: [
        ("Retry-After: 7", Duration.seconds(7)), ("Retry-After: 0", .zero), ("Retry-After: Sun, 06 Nov 1994 08:49:45 GMT", .seconds(8)),
        ("Retry-After: Sun, 06 Nov 1994 08:49:01 GMT", .zero),
        ("Date: Wed, 21 Oct 2015 07:28:00 GMT\r\nRetry-After: Wed, 21 Oct 2015 07:28:09 GMT", .seconds(9)),
        ("Retry-After: soon", .milliseconds(50)),
    ])
    func retryAfterIsHonoured(_ header: String, _ delay: Duration) async throws {
        let clock = ManualClock()
        let (server, _) = Self.server { try $0.respond(503, [header]) }
        try await withFetch(clock: clock) {
            $0.retry = Self.policy()
        } _: { fetch in
            let response = try await fetch.get(server.url)
            #expect(response.status == 200 && clock.sleeps == [delay])
        }
    }

    @Test(arguments: ["11", "99999999999999999999"])
    func tooLongARetryAfterIsFinal(_ seconds: String) async throws {
        let (server, count) = Self.server { try $0.respond(429, ["Retry-After: \(seconds)"]) }
        try await withFetch(clock: ManualClock()) {
            $0.retry = Self.policy()
        } _: { fetch in
            let response = try await fetch.get(server.url)
            #expect(response.status == 429)
        }
        #expect(count.value == 1)
    }

    @Test func neverPastTheDeadline() async throws {
        let (server, count) = Self.server { try $0.respond(503, ["Retry-After: 5"]) }
        try await withFetch(clock: ManualClock()) {
            $0.retry = Self.policy()
            $0.timeouts.total = .seconds(5)
        } _: { fetch in
            let response = try await fetch.get(server.url)
            #expect(response.status == 503)
        }
        #expect(count.value == 1)
    }

    @Test(arguments: [
        (FetchMethod.post, Bool?.none, 1), (.patch, nil, 1), (.post, true, 2), (.get, false, 1), (.get, nil, 2), (.put, nil, 2),
        (.delete, nil, 2),
    ])
    func onlyIdempotentRequests(_ method: FetchMethod, _ isIdempotent: Bool?, _ expected: Int) async throws {
        let (server, count) = Self.server { try $0.respond(503) }
        try await withFetch(clock: ManualClock()) {
            $0.retry = Self.policy()
        } _: { fetch in
            let body: [UInt8]? = method == .get ? nil : [1, 2, 3]
            let response = try await fetch.send(FetchRequest(method, server.url, body: body, isIdempotent: isIdempotent))
            #expect(response.status == (expected == 1 ? 503 : 200))
        }
        #expect(count.value == expected)
    }

    @Test(arguments: ["reset", "close", "truncate"])
    func brokenConnections(_ how: String) async throws {
        let fails = Shared(2)
        let server = TestServer { peer in
            while try peer.read() != nil {
                if fails.increment(by: -1) < 0 {
                    try peer.respond(200, [], "ok")
                } else {
                    if how == "reset" { peer.reset() }
                    if how == "truncate" { try peer.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc") }
                    return
                }
            }
        }
        try await withFetch(clock: ManualClock()) {
            $0.retry = Self.policy()
        } _: { fetch in
            let response = try await fetch.get(server.url)
            #expect(response.text == "ok" && response.timing.attempts == 3)
        }
    }

    @Test func refusedConnections() async throws {
        let clock = ManualClock()
        let port = TestServer.refusing()
        try await withFetch(clock: clock) {
            $0.retry = Self.policy()
        } _: { fetch in
            #expect(await fetch.failure("http://127.0.0.1:\(port)/")?.code == .connect)
        }
        #expect(clock.sleeps.count == 2)
    }

    /// A kept connection that dies under a request: libcurl alone would send it again.
    @Test(arguments: [[UInt8]?.some([1, 2, 3]), [], nil])
    func nothingIsWrittenTwice(_ body: [UInt8]?) async throws {
        let posts = Shared(0)
        let server = TestServer { peer in
            while let request = try peer.read() {
                if request.method == "POST" {
                    posts.increment()
                    return
                }
                try peer.respond()
            }
        }
        try await withFetch { fetch in
            _ = try await fetch.get(server.url)
            let error = await fetch.failure(FetchRequest(.post, server.url, body: body))
            #expect(error?.code == .connectionReset && error?.mayHaveReachedServer == true)
        }
        #expect(posts.value == 1)
    }

    @Test func streamsAreRetriedUntilTheirHead() async throws {
        let (server, _) = Self.server { try $0.respond(503, [], "busy") }
        try await withFetch(clock: ManualClock()) {
            $0.retry = Self.policy()
        } _: { fetch in
            let stream = try await fetch.stream(FetchRequest(.get, server.url))
            let body = try await stream.collect(upTo: 10)
            #expect(stream.timing.attempts == 2 && body == Array("2".utf8))
        }
    }

    @Test func backoffIsBoundedWithFullJitter() {
        let longest = Self.policy(0.999_999)
        #expect(longest.backoff(1) <= .milliseconds(100) && longest.backoff(2) > .milliseconds(199))
        #expect(longest.backoff(50) <= .seconds(2) && longest.backoff(5) > .milliseconds(1_599))
        #expect(Self.policy(0).backoff(3) == .zero)
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", Int64(784_111_777)), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
        ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Tue, 29 Feb 2028 23:59:59 GMT", 1_835_481_599),
        ("Wed, 31 Dec 1969 23:59:59 GMT", -1), ("Friday, 01-Jan-27 00:00:00 GMT", 1_798_761_600),
    ])
    func datesAreRead(_ text: String, _ seconds: Int64) { #expect(HTTPDate.unixSeconds(text, now: 1_790_000_000) == seconds) }

    @Test(arguments: [
        "", "now", "Sun, 06 Nov 1994", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 99 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 PST", "Sun, 06 Nov 123456 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
    ])
    func whatIsNoDate(_ text: String) { #expect(HTTPDate.unixSeconds(text, now: 1_790_000_000) == nil) }
}
