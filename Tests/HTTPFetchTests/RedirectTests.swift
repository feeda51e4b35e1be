internal import Testing

@testable internal import HTTPFetch

@Suite(.timeLimit(.minutes(1)))
struct RedirectTests {
    /// Redirects `/from` to `target`, and tells of what arrives elsewhere.
    private static func server(_ status: Int, to target: String, at path: String = "/from") -> TestServer {
        TestServer { peer, request in
            if request.target == path {
                try peer.respond(status, ["Location: \(target)"], "moved")
            } else {
                let names = request.headers.map { $0.name.lowercased() }.filter {
                    !["host", "accept", "accept-encoding", "user-agent"].contains($0)
                }
                try peer.respond(200, [], "\(request.method) \(request.target) \(names.joined(separator: ",")) \(request.text)")
            }
        }
    }

    private static let headers: FetchHeaders = {
        var headers: FetchHeaders = [
            "Authorization": "Bearer a", "Cookie": "b", "X-API-Key": "c", "Proxy-Authorization": "d", "X-Plain": "e", "X-Configured": "f",
        ]
        headers.add("X-Marked", "g", isSensitive: true)
        return headers
    }()

    @Test(arguments: ["/to?a=b", "to?a=b", "./x/../to?a=b#part", "?a=b"])
    func followsTheSameOrigin(_ target: String) async throws {
        let server = Self.server(302, to: target)
        try await withFetch { fetch in
            let response = try await fetch.send(FetchRequest(.get, server.url + "/from", headers: ["Authorization": "x"]))
            let path = target.hasPrefix("?") ? "/from" : "/to"
            #expect(response.text == "GET \(path)?a=b authorization ")
            #expect(response.url == server.url + path + "?a=b" && response.timing.redirects == 1)
        }
        #expect(server.connections == 1)
    }

    @Test(arguments: [
        (301, FetchMethod.post, "GET"), (302, .post, "GET"), (303, .post, "GET"), (303, .put, "GET"), (303, .head, "HEAD"),
        (307, .post, "POST"),
        (308, .post, "POST"), (302, .put, "PUT"), (307, .put, "PUT"), (308, .patch, "PATCH"),
    ])
    func keepsOrChangesTheMethod(_ status: Int, _ method: FetchMethod, _ expected: String) async throws {
        let server = Self.server(status, to: "/to")
        try await withFetch { fetch in
            let body: [UInt8]? = method == .head ? nil : Array("body".utf8)
            let response = try await fetch.send(
                FetchRequest(method, server.url + "/from", headers: ["Content-Type": "text/plain"], body: body))
            switch expected {
            case "HEAD": #expect(response.body.isEmpty)
            case "GET": #expect(response.text == "GET /to  ")
            default:
                #expect(
                    response.text == "\(expected) /to content-length,content-type body"
                        || response.text == "\(expected) /to content-type,content-length body")
            }
        }
    }

    @Test func refusesAnotherOriginUnlessTold() async throws {
        let other = TestServer { peer, _ in try peer.respond() }
        let server = Self.server(302, to: other.url + "/to")
        try await withFetch { fetch in
            let error = await fetch.failure(server.url + "/from")
            #expect(error?.code == .redirectRefused)
        }
        #expect(other.connections == 0)
    }

    @Test func leavesCredentialsBehind() async throws {
        let other = Self.server(302, to: "/again", at: "/to")
        let server = Self.server(307, to: other.url + "/to")
        try await withFetch {
            $0.redirects = .anyHost()
            $0.sensitiveHeaders = ["x-configured"]
        } _: { fetch in
            let response = try await fetch.send(FetchRequest(.get, server.url + "/from", headers: Self.headers))
            #expect(response.text == "GET /again x-plain ")
            #expect(response.timing.redirects == 2)
        }
    }

    @Test func keepsCredentialsOnTheSameOrigin() async throws {
        let server = Self.server(307, to: "/to")
        try await withFetch { fetch in
            let response = try await fetch.send(FetchRequest(.get, server.url + "/from", headers: Self.headers))
            #expect(response.text == "GET /to authorization,cookie,x-api-key,proxy-authorization,x-plain,x-configured,x-marked ")
        }
    }

    @Test func loopsEnd() async throws {
        let count = Shared(0)
        let server = TestServer { peer, _ in
            count.increment()
            try peer.respond(302, ["Location: /"])
        }
        try await withFetch { fetch in
            #expect(await fetch.failure(server.url)?.code == .tooManyRedirects)
            #expect(count.value == 6)
            var request = FetchRequest(.get, server.url)
            request.redirects = .sameOrigin(max: 1)
            #expect(await fetch.failure(request)?.code == .tooManyRedirects)
            #expect(count.value == 8)
        }
    }

    @Test func noneHandsTheRedirectOut() async throws {
        let server = Self.server(302, to: "http://evil.example/")
        try await withFetch {
            $0.redirects = .none
        } _: { fetch in
            let response = try await fetch.get(server.url + "/from")
            #expect(response.status == 302 && response.headers["location"] == "http://evil.example/" && response.text == "moved")
        }
    }

    @Test(arguments: [
        ("file:///etc/passwd", FetchError.Code.schemeNotAllowed), ("javascript:alert(1)", .redirectRefused),
        ("http://user:pw@127.0.0.1/", .redirectRefused), ("http://[", .redirectRefused), ("/a b", .redirectRefused),
    ])
    func refusesTargets(_ target: String, _ code: FetchError.Code) async throws {
        let server = Self.server(302, to: target)
        try await withFetch {
            $0.redirects = .anyHost()
        } _: { fetch in
            #expect(await fetch.failure(server.url + "/from")?.code == code)
        }
    }

    @Test func neverFromHTTPSToHTTP() throws {
        let request = FetchRequest(.get, "https://a.example/")
        let prepared = try PreparedRequest(request, FetchSetup(FetchConfiguration(), SystemFetchClock(), nil), .whole)
        #expect {
            try RedirectPolicy.anyHost().next(
                after: 302, ["location": "http://a.example/"], to: prepared, count: 0, sensitiveHeaders: [])
        } throws: { ($0 as? FetchError)?.code == .redirectRefused }
        let next = try RedirectPolicy.anyHost().next(
            after: 302, ["location": "//b.example/x"], to: prepared, count: 0, sensitiveHeaders: [])
        #expect(next?.url.text == "https://b.example/x")
    }

    @Test func withoutALocationItIsAResponse() async throws {
        let server = TestServer { peer, _ in try peer.respond(302) }
        try await withFetch { fetch in
            let response = try await fetch.get(server.url)
            #expect(response.status == 302)
        }
    }

    @Test func streamsFollowToo() async throws {
        let server = Self.server(303, to: "/to")
        try await withFetch { fetch in
            let body = try await fetch.stream(FetchRequest(.post, server.url + "/from", body: [1])).collect(upTo: 100)
            #expect(String(decoding: body, as: UTF8.self) == "GET /to  ")
        }
    }
}
