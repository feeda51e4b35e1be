internal import HTTPFetch
internal import Testing

/// One call after the other goes over one handle, of which plain reads keep the options: nothing of a call may show in the next.
@Suite(.timeLimit(.minutes(1)))
struct HandleReuseTests {
    private static let kinds: [FetchRequest] = {
        var impatient = FetchRequest(.get, "/impatient")
        impatient.timeouts = FetchTimeouts(connect: .seconds(7), total: .seconds(30), stall: nil)
        return [
            FetchRequest(.get, "/plain"),
            FetchRequest(.get, "/secret", headers: ["x-api-key": "k1"]),
            FetchRequest(.get, "/agent", headers: ["user-agent": "other", "accept-encoding": "identity"]),
            FetchRequest(.get, "/alone", isIdempotent: false),
            FetchRequest(.head, "/head"),
            FetchRequest(.post, "/post", headers: ["content-type": "text/plain"], body: Array("abc".utf8)),
            FetchRequest(.delete, "/delete"),
            FetchRequest(.get, "/body", body: Array("q".utf8)),
            impatient,
        ]
    }()

    @Test(arguments: 0..<9)
    func nothingOfACallShowsInTheNext(first: Int) async throws {
        let server = TestServer { peer, request in
            // What it got, for the client to compare with what it meant.
            let names = ["user-agent", "accept-encoding", "x-api-key", "content-type", "content-length", "expect"]
            let fields = names.map { "\($0)=\(request.values($0))" }
            let text = ([request.method, request.target] + fields).joined(separator: " ")
            try peer.respond(200, request.method == "HEAD" ? ["X-Seen: \(text)"] : [], request.method == "HEAD" ? "" : text)
        }
        func seen(_ fetch: HTTPFetch, _ kind: FetchRequest) async throws -> String {
            var request = kind
            request.url = server.url + kind.url
            let response = try await fetch.send(request)
            return request.method == .head ? response.headers["x-seen"] ?? "" : response.text
        }
        for second in Self.kinds {
            // Of a client of its own, whose handle is new.
            var expected = ""
            try await withFetch { fetch in expected = try await seen(fetch, second) }
            #expect(expected.contains(second.url))
            try await withFetch { fetch in
                _ = try await seen(fetch, Self.kinds[first])
                for _ in 0..<2 {
                    let again = try await seen(fetch, second)
                    #expect(again == expected)
                }
            }
        }
    }

    @Test func aFailureLeavesNothingBehind() async throws {
        let server = TestServer { peer, request in
            try peer.respond(200, [], request.target == "/large" ? String(repeating: "x", count: 5_000) : "small")
        }
        try await withFetch { fetch in
            for _ in 0..<3 {
                var large = FetchRequest(.get, server.url + "/large")
                large.maximumResponseBytes = 100
                await #expect(throws: FetchError.self) { try await fetch.send(large) }
                let small = try await fetch.send(FetchRequest(.get, server.url + "/small"))
                #expect(small.text == "small")
            }
        }
    }
}
