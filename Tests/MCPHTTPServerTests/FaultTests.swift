internal import MCPHTTPServer
internal import Testing

/// Whatever comes, the connection ends and the server goes on.
@Suite(.timeLimit(.minutes(1)))
struct FaultTests {
    private static let request =
        "POST /a?b HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"

    @Test func requestsMayEndAnywhere() async throws {
        try await TestServer.run { server in
            for length in 0..<Self.request.utf8.count {
                let client = try await server.connect()
                try await client.send(String(decoding: Self.request.utf8.prefix(length), as: UTF8.self))
                try await client.closeOutput()
                #expect(try await !client.rest().contains(" 200 "))
            }
        }
    }

    @Test(arguments: ["\u{0}", "\r", "\n", " ", ":", "\u{7F}", "é"])
    func anyByteMayBeWrong(_ wrong: Character) async throws {
        try await TestServer.run { server in
            for offset in 0..<Self.request.utf8.count {
                var bytes = Array(Self.request.utf8)
                bytes.replaceSubrange(offset...offset, with: Array(String(wrong).utf8))
                let client = try await server.connect()
                // The server may have closed before all was sent.
                do { try await client.send(String(decoding: bytes, as: UTF8.self)) } catch {}
                do { try await client.closeOutput() } catch {}
                _ = try await client.rest()
            }
            let client = try await server.connect()
            try await client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await client.response().status == 200)
        }
    }
}
