internal import MCPHTTPServer
internal import MCPTesting
internal import MCPTransportHTTP
internal import Testing

/// The executor of a connection's thread.
@Suite(.timeLimit(.minutes(1)))
struct ExecutorTests {
    private let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test func whatAJobWritesGoesOutAfterIt() async throws {
        try await TestServer.streaming { client, stream in
            let executor = try #require(stream.thread)
            await Task(executorPreference: executor) {
                for number in 0..<5 { #expect(stream.write(Array("\(number) ".utf8)) != nil) }
                // A turn for others, which may go out by itself.
                await Task.yield()
                for number in 5..<10 { stream.write(Array("\(number) ".utf8)) }
                stream.end()
            }.value
            #expect(try await client.response().body == "0 1 2 3 4 5 6 7 8 9 ")
            try await client.close()
        }
    }

    /// One thread tells many, among them some that are gone.
    @Test func aJobTellsManyConnections() async throws {
        let streams = Observed<[any HTTPResponder]>([])
        let handler = StubHandler { _, responder in
            responder.begin(HTTPResponseHead(200))
            streams.change { $0.append(responder) }
            return nil
        }
        try await TestServer.run(handler) { server in
            var clients: [RawClient] = []
            for _ in 0..<24 {
                let client = try await server.connect()
                try await client.send(get)
                _ = try await client.text(upTo: "\r\n\r\n")
                clients.append(client)
            }
            let all = streams.state
            try await clients.removeLast().reset()
            let executors = Set(all.compactMap { $0.thread.map { ObjectIdentifier($0) } })
            // The server of these tests has two threads.
            #expect(executors.count == 2)
            let jobs = try all.map { stream in
                let executor = try #require(stream.thread)
                return Task(executorPreference: executor) { for other in all { other.write(Array("x".utf8)) } }
            }
            for job in jobs { await job.value }
            for stream in all { stream.end() }
            for client in clients {
                #expect(try await client.text(upTo: "0\r\n\r\n") == String(repeating: "1\r\nx\r\n", count: all.count) + "0\r\n\r\n")
            }
        }
    }

    /// Who holds on to an executor longer than its server lives has the work done elsewhere.
    @Test func anExecutorOutlivesItsServer() async throws {
        let responder = Promise<any HTTPResponder>()
        let kept = Promise<any HTTPResponder>()
        try await TestServer.run(.handing(to: responder)) { server in
            let client = try await server.connect()
            try await client.send(get)
            let stream = try await responder.value
            stream.respond(HTTPResponseHead(200), [])
            _ = try await client.response()
            kept.fulfil(stream)
        }
        let stream = try await kept.value
        let result = await Task(executorPreference: stream.thread) { stream.write([1]) == nil }.value
        #expect(result)
    }
}
