internal import HTTPFetch
internal import Testing

/// HTTP/2 over TLS, which libcurl chooses by itself where a server offers it: everything promised of HTTP/1.1 holds there too.
@Suite(.timeLimit(.minutes(1)))
struct HTTP2Tests {
    private func withServer(
        _ change: (inout FetchConfiguration) -> Void = { _ in }, _ body: (HTTP2Server, HTTPFetch) async throws -> Void
    ) async throws {
        let server = try HTTP2Server()
        try await withFetch {
            $0.caFile = server.certificate.path
            $0.allowsHTTP = false
            // Whoever shares a connection shares the thread too.
            $0.threads = 1
            change(&$0)
        } _: { fetch in
            try await body(server, fetch)
        }
    }

    @Test func itIsSpoken() async throws {
        try await withServer { server, fetch in
            let first = try await fetch.get(server.url + "/x?y=1")
            #expect(first.status == 200 && first.timing.httpVersion == "HTTP/2" && first.timing.tls > .zero)
            #expect(first.headers["content-type"] == "application/json")
            #expect(first.headers.filter { $0.name == "x-two" }.map(\.value) == ["a", "b"])
            #expect(first.text.contains(#"":method": "GET""#) && first.text.contains(#"":path": "/x?y=1""#), "\(first.text)")
            let second = try await fetch.get(server.url + "/")
            #expect(second.timing.isReusedConnection && second.text.contains(#""connection": 1"#))
            #expect(try await fetch.answer(FetchRequest(.head, server.url + "/")).body.isEmpty)
        }
    }

    @Test(arguments: [FetchMethod.post, .put, .patch, .delete], [true, false])
    func bodiesAreSent(_ method: FetchMethod, _ isLong: Bool) async throws {
        try await withServer { server, fetch in
            // Longer than the window that a server opens with.
            let body = String(repeating: "b", count: isLong ? 300_000 : 3)
            var request = FetchRequest(method, server.url + "/", body: Array(body.utf8))
            request.headers.add("X-Mixed-Case", "kept as it is")
            request.headers.add("content-type", "text/plain")
            let response = try await fetch.answer(request)
            #expect(response.timing.httpVersion == "HTTP/2")
            #expect(response.text.contains(#""body": "\#(body)""#))
            #expect(response.text.contains(#""x-mixed-case": "kept as it is""#))
            #expect(response.text.contains(#"":method": "\#(method.rawValue)""#))
        }
    }

    @Test func longAnswersComeWholeAndToTheLimit() async throws {
        try await withServer { server, fetch in
            let whole = try await fetch.get(server.url + "/big")
            #expect(whole.body.count == 3 << 20 && whole.text.hasSuffix("abcdef"))
            var bytes = 0
            for try await piece in try await fetch.stream(FetchRequest(.get, server.url + "/big")) { bytes += piece.count }
            #expect(bytes == 3 << 20)
        }
        try await withServer {
            $0.limits.responseBytes = 1 << 20
        } _: { server, fetch in
            #expect(await fetch.failure(server.url + "/big")?.code == .responseTooLarge)
            // The connection is still good for others.
            let next = try await fetch.get(server.url + "/")
            #expect(next.status == 200)
        }
    }

    /// Requests at the same time share a connection that is there.
    @Test func requestsShareAConnection() async throws {
        try await withServer { server, fetch in
            _ = try await fetch.get(server.url + "/")
            let texts = try await withThrowingTaskGroup { group in
                for _ in 0..<4 { group.addTask { try await fetch.get(server.url + "/meet").text } }
                var texts: [String] = []
                for try await text in group { texts.append(text) }
                return texts
            }
            #expect(texts.count == 4 && texts.allSatisfy { $0.contains(#""connection": 1"#) } && Set(texts).count == 4)
        }
    }

    @Test func whoIsCancelledEndsItsStreamAlone() async throws {
        try await withServer { server, fetch in
            _ = try await fetch.get(server.url + "/")
            let hanging = Task { try await fetch.get(server.url + "/hang") }
            while try await !fetch.get(server.url + "/count").text.contains("/hang") { await Task.yield() }
            hanging.cancel()
            await #expect { try await hanging.value } throws: { ($0 as? FetchError)?.code == .cancelled }
            var told = try await fetch.get(server.url + "/resets")
            while told.text == "0" {
                await Task.yield()
                told = try await fetch.get(server.url + "/resets")
            }
            #expect(told.text == "1" && told.timing.isReusedConnection)
        }
    }

    @Test func aStreamThatIsResetIsAnError() async throws {
        try await withServer { server, fetch in
            let error = await fetch.failure(server.url + "/reset")
            #expect(error?.mayHaveReachedServer == true && error?.code == .connectionReset, "\(error.map(\.description) ?? "")")
            let next = try await fetch.get(server.url + "/")
            #expect(next.status == 200)
        }
    }

    @Test func timeIsLimited() async throws {
        try await withServer {
            $0.timeouts.total = .milliseconds(300)
        } _: { server, fetch in
            let error = await fetch.failure(server.url + "/hang")
            #expect(error?.code == .timeout && error?.timeout == .total, "\(error.map(\.description) ?? "")")
        }
    }

    /// A request that must not be made twice is sent once, even where a server says that it has done nothing with it.
    @Test(arguments: ["/goaway", "/refuse", "/reset"]) func nothingIsWrittenTwice(_ path: String) async throws {
        try await withServer {
            $0.retry = RetryPolicy()
        } _: { server, fetch in
            _ = try await fetch.get(server.url + "/")
            _ = await fetch.failure(FetchRequest(.post, server.url + path, body: Array("once".utf8)))
            let counts = try await fetch.get(server.url + "/count").text
            #expect(counts.contains(#""\#(path)": 1"#), "\(counts)")
        }
    }

    @Test(arguments: ["/goaway", "/refuse"]) func aReadIsSentAgain(_ path: String) async throws {
        try await withServer {
            $0.retry = RetryPolicy()
        } _: { server, fetch in
            _ = try await fetch.get(server.url + "/")
            let response = try await fetch.get(server.url + path)
            #expect(response.status == 200 && response.timing.httpVersion == "HTTP/2")
            let counts = try await fetch.get(server.url + "/count").text
            #expect(counts.contains(#""\#(path)": 2"#), "\(counts)")
        }
    }

    @Test func anUnknownAuthorityIsRefused() async throws {
        try await withServer {
            $0.caFile = nil
        } _: { server, fetch in
            #expect(await fetch.failure(server.url + "/?token=canary")?.code == .tls)
        }
    }
}
