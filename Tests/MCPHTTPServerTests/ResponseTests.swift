internal import MCPHTTPServer
internal import MCPTransportHTTP
internal import Testing

@Suite(.timeLimit(.minutes(1)))
struct ResponseTests {
    private let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test func piecesOfAStreamArriveAtOnce() async throws {
        let responder = Promise<any HTTPResponder>()
        try await TestServer.run(.handing(to: responder)) { server in
            let client = try await server.connect()
            try await client.send(get)
            let stream = try await responder.value
            stream.begin(HTTPResponseHead(200, ["content-type": "text/event-stream"]))
            #expect(try await client.text(upTo: "\r\n\r\n").contains("transfer-encoding: chunked\r\n"))
            for text in ["one", "a second one, longer than fifteen"] {
                #expect(stream.write(Array(text.utf8)) != nil)
                #expect(try await client.text(upTo: "\r\n") == "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n")
            }
            stream.write([])
            stream.end()
            #expect(try await client.text(upTo: "\r\n\r\n") == "0\r\n\r\n")
            #expect(stream.write([1]) == nil)
            try await client.close()
        }
    }

    @Test func aConnectionGoesOnAfterAStream() async throws {
        let handler = StubHandler { request, responder in
            responder.begin(HTTPResponseHead(200))
            for part in ["a", "b", request.path] { responder.write(Array(part.utf8)) }
            responder.end()
            return nil
        }
        try await TestServer.run(handler) { server in
            let client = try await server.connect()
            try await client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nHEAD /2 HTTP/1.1\r\nHost: x\r\n\r\nGET /3 HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await client.response().body == "ab/1")
            #expect(try await client.response(toHead: true).status == 200)
            #expect(try await client.response().body == "ab/3")
            try await client.send("GET /4 HTTP/1.0\r\n\r\n")
            let last = try await client.rest()
            #expect(!last.contains("transfer-encoding"))
            #expect(last.hasSuffix("\r\n\r\nab/4"))
        }
    }

    @Test func manyThreadsWriteInTheirOrder() async throws {
        try await TestServer.streaming { client, stream in
            await withTaskGroup { group in
                for writer in 0..<8 {
                    group.addTask { for number in 0..<200 { stream.write(Array("\(writer):\(number) ".utf8)) } }
                }
            }
            stream.end()
            let words = try await client.response().body.split(separator: " ")
            #expect(words.count == 1600)
            for writer in 0..<8 {
                let own = words.filter { $0.hasPrefix("\(writer):") }
                #expect(own.elementsEqual((0..<200).map { "\(writer):\($0)" }))
            }
        }
    }

    @Test func aSlowReaderHoldsTheWriter() async throws {
        try await TestServer.streaming { client, stream in
            _ = try await client.text(upTo: "\r\n\r\n")
            await stream.drained()
            try await client.setReading(false)
            let piece = [UInt8](repeating: 97, count: 1 << 20)
            var waiting = 0
            var pieces = 0
            // More than the sockets hold.
            while waiting < 8 << 20 {
                waiting = try #require(stream.write(piece))
                pieces += 1
            }
            let isDrained = Promise<Void>()
            let drainer = Task {
                await stream.drained()
                isDrained.fulfil(())
            }
            await Task.yield()
            #expect(!isDrained.isFulfilled)
            try await client.setReading(true)
            await drainer.value
            #expect(stream.write([97]).map { $0 < 16 << 10 } == true)
            stream.end()
            let body = try await client.text(upTo: "0\r\n\r\n")
            #expect(body.utf8.count(where: { $0 == 97 }) == pieces << 20 + 1)
        }
    }

    /// What the socket does not take waits in the channel, and nothing that is written later overtakes it.
    @Test func whatTheSocketDoesNotTakeKeepsItsOrder() async throws {
        try await TestServer.streaming { client, stream in
            try await client.setReading(false)
            var written = ""
            var number = 0
            // Pieces of all sizes, some of which a socket takes in part.
            while let waiting = stream.write(Array("\(number) ".utf8)), waiting < 8 << 20 {
                written += "\(number) "
                number += 1
                let long = String(repeating: "\(number) ", count: number * 37 % 20_000)
                stream.write(Array(long.utf8))
                written += long
            }
            try await client.setReading(true)
            await stream.drained()
            for last in ["the ", "last ", "words"] { stream.write(Array(last.utf8)) }
            stream.end()
            #expect(try await client.response().body == written + "\(number) the last words")
        }
    }

    @Test func drainedEndsWithTheConnection() async throws {
        let responder = Promise<any HTTPResponder>()
        let exchange = StubExchange()
        try await TestServer.run(.handing(to: responder, exchange: exchange)) { server in
            let client = try await server.connect()
            try await client.send(get)
            let stream = try await responder.value
            stream.begin(HTTPResponseHead(200))
            _ = try await client.text(upTo: "\r\n\r\n")
            try await client.setReading(false)
            while let waiting = stream.write([UInt8](repeating: 97, count: 1 << 20)), waiting < 8 << 20 {}
            async let drained: Void = stream.drained()
            try await client.reset()
            await drained
            try await exchange.gone.value
            #expect(stream.write([1]) == nil)
            await stream.drained()
        }
    }

    @Test(arguments: ["a\r\nset-cookie: b", "a\nb", "a\u{0}"])
    func responsesAreNotSplit(_ value: String) async throws {
        let handler = StubHandler { request, responder in
            if request.path == "/stream" {
                responder.begin(HTTPResponseHead(200, ["x": value]))
            } else {
                responder.respond(HTTPResponseHead(200, ["x": value]), [])
            }
            return nil
        }
        try await TestServer.run(handler) { server in
            for path in ["/stream", "/whole"] {
                let client = try await server.connect()
                try await client.send("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
                let response = try await client.response()
                #expect(response.status == 500)
                #expect(response["set-cookie"] == nil)
                #expect(try await client.rest().isEmpty)
            }
        }
    }

    @Test func namesOfFieldsAreChecked() async throws {
        let handler = StubHandler { _, responder in
            responder.respond(HTTPResponseHead(200, ["x: y\r\nz": ""]), [])
            return nil
        }
        try await TestServer.run(handler) { server in
            let client = try await server.connect()
            try await client.send(get)
            #expect(try await client.response().status == 500)
        }
    }

    @Test func aForgottenResponderAnswers500() async throws {
        try await TestServer.run(StubHandler { _, _ in nil }) { server in
            let client = try await server.connect()
            try await client.send(get)
            #expect(try await client.response().status == 500)
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test func aForgottenStreamIsCutOff() async throws {
        let handler = StubHandler { _, responder in
            responder.begin(HTTPResponseHead(200))
            return nil
        }
        try await TestServer.run(handler) { server in
            let client = try await server.connect()
            try await client.send(get)
            #expect(try await !client.rest().contains("0\r\n\r\n"))
        }
    }
}
