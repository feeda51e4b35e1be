import Foundation
import MCPCore
import Testing

@testable import CustomAuth

@Suite(.timeLimit(.minutes(1)))
struct TokenTests {
    @Test func callersAreTheirOwnPrincipals() async throws {
        try await TestServer.run { server in
            let ada = try server.issue("ada", name: "Ada Lovelace", scopes: ["admin", "read"])
            let bob = try server.issue("bob")
            async let first = server.call("whoami", as: ada)
            async let second = server.call("whoami", as: bob)
            #expect(try await JSON(parsing: first.toolText) == ["user": "ada", "name": "Ada Lovelace", "scopes": ["admin", "read"]])
            #expect(try await JSON(parsing: second.toolText) == ["user": "bob", "scopes": []])
        }
    }

    @Test func nobodyComesInWithoutAToken() async throws {
        try await TestServer.run { server in
            let token = try server.issue("ada")
            let none = try await server.call("whoami", as: nil)
            #expect(none.status == 401 && none.headers["www-authenticate"] == "Bearer")
            for wrong in [Token(), Token(token.digest), Token(token.text + "0"), Token("")] {
                let refusal = try await server.call("whoami", as: wrong)
                #expect(refusal.status == 401 && !refusal.text.contains("ada"))
            }
            // Probes need none.
            #expect(try await server.get("/health").status == 200)
        }
    }

    @Test func aTokenEndsWithItsTime() async throws {
        try await TestServer.run { server in
            let token = try server.issue("ada", lifetime: 60)
            server.pass(59)
            #expect(try await server.call("whoami", as: token).status == 200)
            server.pass(1)
            let refusal = try await server.call("whoami", as: token)
            #expect(refusal.status == 401)
            #expect(refusal.headers["www-authenticate"]?.contains("expired") == true)
        }
    }

    @Test func aTokenEndsWithItsRecord() async throws {
        try await TestServer.run { server in
            let (ada, bob) = (try server.issue("ada"), try server.issue("bob"))
            #expect(try await server.call("whoami", as: ada).status == 200)
            try server.file.write(server.file.records().filter { $0.user != "ada" })
            #expect(try await server.call("whoami", as: ada).status == 401)
            #expect(try await server.call("whoami", as: bob).status == 200)
        }
    }

    @Test func aSessionIsItsOpenersAlone() async throws {
        try await TestServer.run { server in
            let (ada, bob) = (try server.issue("ada"), try server.issue("bob"))
            let opened = try await server.post(
                [
                    "jsonrpc": "2.0", "id": 1, "method": "initialize",
                    "params": ["protocolVersion": "2025-11-25", "capabilities": [:], "clientInfo": ["name": "test", "version": "1"]],
                ], as: ada, to: "/mcp")
            let session = try #require(opened.headers["mcp-session-id"])
            let list: JSON = ["jsonrpc": "2.0", "id": 2, "method": "tools/list"]
            #expect(try await server.post(list, as: ada, to: "/mcp", ["mcp-session-id": session]).status == 200)
            #expect(try await server.post(list, as: bob, to: "/mcp", ["mcp-session-id": session]).status == 404)
            #expect(try await server.post(list, as: nil, to: "/mcp", ["mcp-session-id": session]).status == 401)
        }
    }

    @Test func someToolsAreForSome() async throws {
        try await TestServer.run { server in
            let (ada, bob) = (try server.issue("ada", scopes: ["admin"]), try server.issue("bob"))
            #expect(try await server.call("list_tokens", as: ada).toolText.contains("bob: until 2027-01-15T09:00:00Z"))
            let refusal = try await server.call("list_tokens", as: bob)
            #expect(try refusal.toolText.hasPrefix("bob is no administrator."))
            #expect(try JSON(parsing: refusal.body)["result"]?["isError"] == true)
        }
    }

    @Test func nobodyComesInWhileTheFileIsBroken() async throws {
        try await TestServer.run { server in
            let token = try server.issue("ada")
            let good = try server.file.records()
            try Data("{".utf8).write(to: server.file.url, options: .atomic)
            let refusal = try await server.call("whoami", as: token)
            #expect(refusal.status == 503 && !refusal.text.contains("tokens.json"))
            #expect(server.faults.withLock { $0.count } == 1)
            try server.file.write(good)
            #expect(try await server.call("whoami", as: token).status == 200)
        }
    }

    @Test func theFileHoldsNoToken() async throws {
        try await TestServer.run { server in
            let token = try server.issue("ada")
            let text = try String(contentsOf: server.file.url, encoding: .utf8)
            #expect(text.contains(token.digest) && !text.contains(token.text.dropFirst(4)))
            #expect(Token().text != Token().text)
        }
    }

    /// The examples of FIPS 180-2, appendix B, and all lengths around a block's end.
    @Test func hashes() {
        func hash(_ text: String) -> String { SHA256.hexadecimal(SHA256.hash(Array(text.utf8))) }
        #expect(hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        #expect(
            hash(String(repeating: "a", count: 64)) == "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb")
        #expect(Set((50...70).map { hash(String(repeating: "a", count: $0)) }).count == 21)
    }
}
