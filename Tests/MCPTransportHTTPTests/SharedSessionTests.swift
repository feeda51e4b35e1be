import MCPCore
import MCPTesting
import MCPTransportHTTP
import Testing

/// Sessions that several instances serve: what each client sees, whichever of them its request comes to.
@Suite(.timeLimit(.minutes(1))) struct SharedSessionTests {
    private let cluster = Cluster()

    @Test(arguments: ProtocolRevision.all.filter { $0.era == .legacy }) func anyInstanceServes(_ revision: ProtocolRevision) async throws {
        let session = try await cluster.a.client.opened(revision)
        let elsewhere = session.at(cluster.b)
        #expect(try await elsewhere.post(HTTPClient.call(1, "echo", #"{"text":"b"}"#)).text == "b")
        #expect(try await session.post(HTTPClient.call(1, "echo", #"{"text":"a"}"#)).text == "a")
        #expect(cluster.b.handler.load.sessions == 1)
    }

    @Test func aStrangerFindsNothingAnywhere() async throws {
        let session = try await cluster.a.client.opened()
        let stranger = session.at(Instance(cluster.store, principal: "mallory"))
        #expect(try await stranger.post(HTTPClient.call(1, "echo", #"{"text":"x"}"#)).status == 404)
        #expect(try await stranger.request("DELETE", "/mcp").status == 404)
        #expect(try await session.post(HTTPClient.call(1, "echo", #"{"text":"x"}"#)).status == 200)
    }

    @Test func aSessionThatIsEndedIsEndedEverywhere() async throws {
        let gate = Gate()
        let cluster = Cluster(gate: gate)
        let session = try await cluster.a.client.opened()
        let elsewhere = session.at(cluster.b)
        let running = elsewhere.begin(HTTPClient.call(1, "steps", meta: #"{"progressToken":"p"}"#))
        try await running.responder.wait { !$0.events.isEmpty }
        #expect(try await session.request("DELETE", "/mcp").status == 204)
        try await running.responder.wait { $0.isEnded }
        #expect(running.messages.allSatisfy { $0["result"] == nil })
        #expect(try await elsewhere.post(HTTPClient.call(2, "echo")).status == 404)
        #expect(try await session.post(HTTPClient.call(2, "echo")).status == 404)
        gate.open()
    }

    @Test func aCancellationFindsItsCall() async throws {
        let session = try await cluster.a.client.opened()
        let running = session.begin(HTTPClient.call(7, "steps", meta: #"{"progressToken":"p"}"#))
        try await running.responder.wait { !$0.events.isEmpty }
        let cancel = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#
        #expect(try await session.at(cluster.b).post(cancel).status == 202)
        try await running.responder.wait { $0.isEnded }
        #expect(running.messages.count == 1)
    }

    @Test func anAnswerFindsItsQuestion() async throws {
        let session = try await cluster.a.asking()
        let call = session.begin(HTTPClient.call(3, "ask"))
        let id = try #require(try await call.messages(1).first?["id"]).text
        let answer = #"{"jsonrpc":"2.0","id":\#(id),"result":{"action":"accept","content":{"name":"Ada"}}}"#
        #expect(try await session.at(cluster.b).post(answer).status == 202)
        try await call.responder.wait { $0.isEnded }
        #expect(call.messages.last?["result"]?["content"]?[0]?["text"] == "hello Ada")
    }

    /// The call goes on where it is, and what it sends is read where its client is.
    @Test func aStreamIsReadOnElsewhere() async throws {
        let gate = Gate()
        let cluster = Cluster(gate: gate)
        let session = try await cluster.a.client.opened()
        let call = session.begin(HTTPClient.call(5, "steps", meta: #"{"progressToken":"p"}"#))
        try await call.responder.wait { $0.events.count == 2 }
        let primer = try #require(call.responder.events.first?.id)
        call.disconnect()
        let rest = session.at(cluster.b).resumed(primer).get("/mcp")
        try await rest.responder.wait { $0.events.count == 1 }
        gate.open()
        try await rest.responder.wait { $0.isEnded }
        #expect(rest.messages.map { $0["params"]?["progress"] ?? $0["result"]?["content"]?[0]?["text"] } == [1, 2, "done"])
        #expect(Set(rest.responder.events.compactMap(\.id)).count == 3)
    }

    /// The client comes back before the instance that runs the call knows that it had gone.
    @Test func theOldConnectionIsClosed() async throws {
        let gate = Gate()
        let cluster = Cluster(gate: gate)
        let session = try await cluster.a.client.opened()
        let call = session.begin(HTTPClient.call(5, "steps", meta: #"{"progressToken":"p"}"#))
        try await call.responder.wait { $0.events.count == 2 }
        let last = try #require(call.responder.events.last?.id)
        let rest = session.at(cluster.b).resumed(last).get("/mcp")
        try await call.responder.wait { $0.isEnded }
        gate.open()
        try await rest.responder.wait { $0.isEnded }
        #expect(rest.messages.map { $0["params"]?["progress"] ?? $0["result"]?["content"]?[0]?["text"] } == [2, "done"])
        #expect(call.messages.count == 1, "nothing goes to both")
    }

    @Test func aCallWhoseInstanceDiesIsAnswered() async throws {
        let time = ManualTime()
        let cluster = Cluster(time: time)
        let session = try await cluster.a.client.opened()
        let call = session.begin(HTTPClient.call(5, "steps", meta: #"{"progressToken":"p"}"#))
        try await call.responder.wait { $0.events.count == 2 }
        let last = try #require(call.responder.events.last?.id)
        cluster.memory.kill(cluster.a.id)
        let rest = session.at(cluster.b).resumed(last).get("/mcp")
        try await rest.responder.wait { $0.head != nil }
        while !rest.responder.isEnded {
            time.advance(by: .seconds(1))
            await Task.yield()
        }
        #expect(rest.messages.map { $0["id"] } == [5])
        #expect(rest.messages.first?["error"]?["code"] == -32603)
    }

    @Test func whatBelongsToNoRequestIsToldOnce() async throws {
        let session = try await cluster.a.client.opened()
        let uri = ChangingFixture.resource
        let subscribe = #"{"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":"\#(uri)"}}"#
        // Where the session is not at home; the home learns of it, and tells what may have changed since.
        #expect(try await session.at(cluster.b).post(subscribe).status == 200)
        let stream = session.streaming.get("/mcp")
        #expect(try await stream.messages(1).first?["params"]?["uri"]?.string == uri)
        cluster.announce(uri)
        _ = try await stream.messages(2)
        // It moves with its client, and what came meanwhile comes too.
        stream.disconnect()
        cluster.announce(uri)
        let moved = session.at(cluster.b).resumed(try #require(stream.responder.events.last?.id)).get("/mcp")
        _ = try await moved.messages(1)
        cluster.announce(uri)
        _ = try await moved.messages(2)
        #expect(moved.messages.count == 2 && stream.messages.count == 2)
        moved.disconnect()
    }

    @Test func whatTheHomeThatDiedWouldHaveToldIsToldAgain() async throws {
        let session = try await cluster.a.client.opened()
        let uri = ChangingFixture.resource
        _ = try await session.post(#"{"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":"\#(uri)"}}"#)
        cluster.memory.kill(cluster.a.id)
        let moved = session.at(cluster.b).streaming.get("/mcp")
        #expect(try await moved.messages(1).first?["params"]?["uri"]?.string == uri)
        moved.disconnect()
    }

    @Test(arguments: ["/sse", "/mcp/sse"]) func messagesFindTheirStream(_ path: String) async throws {
        let stream = cluster.a.client.streaming.get(path)
        try await stream.responder.wait { !$0.events.isEmpty }
        let first = stream.responder.events[0].data
        let id = path == "/sse" ? nil : try JSON(parsing: first)["connection_id"]?.string
        let target = id.map { "/mcp/sse/message?connection_id=\($0)" } ?? first
        for (number, instance) in [cluster.b, cluster.a, cluster.b].enumerated() {
            let message = number == 0 ? HTTPClient.initialize(.v2024_11_05) : HTTPClient.call(number, "echo", #"{"text":"n"}"#)
            #expect(try await cluster.a.client.at(instance).post(message, to: target).status == 202)
            try await stream.responder.wait { $0.events.count == number + 2 }
        }
        #expect(try JSON(parsing: stream.responder.events[3].data)["result"]?["content"]?[0]?["text"] == "n")
        let stranger = Instance(cluster.store, principal: "mallory")
        #expect(try await cluster.a.client.at(stranger).post(HTTPClient.call(9, "echo"), to: target).status == 404)
        stream.disconnect()
        try await cluster.eventually { try await cluster.a.client.at(cluster.b).post(HTTPClient.call(9, "echo"), to: target).status == 404 }
    }

    @Test func aStreamDiesWithItsInstance() async throws {
        let stream = cluster.a.client.streaming.get("/sse")
        try await stream.responder.wait { !$0.events.isEmpty }
        let target = stream.responder.events[0].data
        cluster.memory.kill(cluster.a.id)
        #expect(try await cluster.a.client.at(cluster.b).post(HTTPClient.initialize(.v2024_11_05), to: target).status == 404)
    }

    @Test func whileTheStoreIsAwayOnlyWhatNeedsItIsRefused() async throws {
        let session = try await cluster.a.client.opened()
        cluster.memory.setAway(true)
        #expect(try await session.post(HTTPClient.call(1, "echo", #"{"text":"x"}"#)).text == "x")
        let stateless = cluster.b.client.modern("tools/call", name: "echo")
        #expect(try await stateless.post(HTTPClient.call(1, "echo", #"{"text":"x"}"#, meta: HTTPClient.modernMeta)).text == "x")
        let refused = try await [
            session.at(cluster.b).post(HTTPClient.call(1, "echo")), cluster.a.client.post(HTTPClient.initialize()),
            session.request("DELETE", "/mcp"), cluster.a.client.streaming.request("GET", "/sse"),
        ]
        #expect(refused.map(\.status) == [503, 503, 503, 503])
        #expect(refused.allSatisfy { $0.header("retry-after") == "1" })
        cluster.memory.setAway(false)
        #expect(try await session.at(cluster.b).post(HTTPClient.call(1, "echo", #"{"text":"x"}"#)).text == "x")
    }

    @Test func sessionsAreSavedAgainWhenTheStoreHasLostThem() async throws {
        let session = try await cluster.a.client.opened()
        let stream = cluster.a.client.streaming.get("/sse")
        try await stream.responder.wait { !$0.events.isEmpty }
        cluster.memory.setAway(true)
        cluster.memory.setAway(false, losing: true)
        try await cluster.eventually { try await session.at(cluster.b).post(HTTPClient.call(1, "echo", #"{"text":"x"}"#)).status == 200 }
        // Its client has no other way to learn that a message may be lost.
        try await stream.responder.wait { $0.isEnded }
    }

    @Test func anInstanceThatEndsLeavesItsSessionsToOthers() async throws {
        let session = try await cluster.a.client.opened()
        await cluster.a.handler.shutdown(within: .seconds(1))
        #expect(try await session.at(cluster.b).post(HTTPClient.call(1, "echo", #"{"text":"x"}"#)).text == "x")
    }
}
