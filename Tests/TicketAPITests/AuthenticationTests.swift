internal import HTTPTypes
internal import HummingbirdTesting
internal import Testing

@testable internal import TicketAPI

@Suite struct AuthenticationTests {
    static let keys = ["first-key-0001", "agent-key=with-equals=3"]

    @Test func keysStandForUsers() async throws {
        try await TestDesk.run(keys: Self.keys) { desk async throws in
            #expect(try await desk.get("/me", ["x-api-key": "first-key-0001"]).json["id"] == 1)
            #expect(try await desk.get("/me", ["x-api-key": "agent-key=with-equals"]).json["id"] == 3)
            let other = try await desk.get("/me", ["x-api-key": "first-key-0001", "x-acting-user": "5"])
            #expect(other.json["id"] == 1)
        }
    }

    @Test(arguments: ["", "first-key-0002", "first-key-000", "first-key-00011", "first-key-0001first-key-0001", "agent-key=with-equals=3"])
    func otherKeysAreRefused(_ key: String) async throws {
        try await TestDesk.run(keys: Self.keys) { desk async throws in
            let reply = try await desk.get("/tickets", key.isEmpty ? [:] : ["x-api-key": key])
            #expect(reply.status == 401)
            #expect(reply.code == "unauthorized")
            #expect(reply.headers["www-authenticate"] != nil)
            #expect(!String(decoding: reply.bytes, as: UTF8.self).contains("first-key"))
        }
    }

    @Test func healthAndDescriptionAreOpen() async throws {
        try await TestDesk.run(keys: Self.keys) { desk async throws in
            let health = try await desk.get("/health")
            #expect(health.json["status"] == "ok")
            #expect(health.json["database"] == "sqlite")
            #expect(try await desk.get("/openapi.json").status == 200)
        }
    }

    @Test func withoutKeysAnyUserMayAct() async throws {
        try await TestDesk.run { desk async throws in
            #expect(try await desk.get("/me").json["id"] == 1)
            #expect(try await desk.get("/me", ["x-acting-user": "5"]).json["name"] == "Emma Wilson")
            for user in ["10", "999", "x"] {
                #expect(try await desk.get("/me", ["x-acting-user": user]).code == "unknown_acting_user")
            }
        }
    }

    @Test(arguments: [
        ("localhost:8080", true), ("127.0.0.1", true), ("127.0.0.1:1", true), ("[::1]:8080", true), ("LOCALHOST", true),
        ("evil.example", false), ("evil.example:80", false), ("localhost.evil.example", false), ("127.0.0.1.evil.example", false),
        ("127.a.b.evil", false), ("", false), ("192.0.2.1:80", false),
    ])
    func onlyOurOwnNamesAreOurs(_ authority: String, _ isOurs: Bool) {
        #expect(LoopbackHost.contains(authority: authority) == isOurs)
    }

    @Test(arguments: [([], 403), (["first-key-0001"], 200)])
    func foreignHostsAreRefusedWithoutKeys(_ keys: [String], _ status: Int) async throws {
        try await TestDesk.run(.live, keys: keys) { desk async throws in
            let port = try #require(desk.client.port)
            try await TestClient.withClient(host: "localhost", port: port) { client async throws in
                var request = TestClient.Request("/me", method: .get, authority: "evil.example", headers: [.apiKey: "first-key-0001"])
                #expect(try await client.execute(request).status.code == status)
                request.head.authority = "localhost:\(port)"
                #expect(try await client.execute(request).status.code == 200)
            }
        }
    }

    @Test(arguments: ["short", "has space in", "has-unicode-鍵", "key-for-nobody=0"])
    func unusableKeysAreRefused(_ text: String) {
        #expect(throws: APIKeyError.self) { try APIKeyRing([text]) }
    }

    @Test func keysAreNotPrinted() throws {
        let ring = try APIKeyRing(Self.keys)
        #expect(!"\(ring) \(ring.entries)".contains("key-0001"))
    }

    @Test(arguments: ["0.0.0.0", "::", "192.0.2.1", "127.evil.example"])
    func othersAreNotServedWithoutKeys(_ host: String) async throws {
        let directory = try TemporaryDirectory()
        var configuration = ServerConfiguration()
        configuration.host = host
        let store = try SQLTicketStore.sqlite(path: directory.path("tickets.sqlite"))
        let server = TicketServer(configuration: configuration, store: store)
        await #expect(throws: ServerError.openToOthers(host)) { try await server.run { _ in } }
        try store.close()
    }

    @Test func keysOfNobodyStopTheStart() async throws {
        let directory = try TemporaryDirectory()
        var configuration = ServerConfiguration()
        configuration.keys = try APIKeyRing(["key-for-nobody=77"])
        let store = try SQLTicketStore.sqlite(path: directory.path("tickets.sqlite"))
        let server = TicketServer(configuration: configuration, store: store)
        await #expect(throws: APIKeyError.noSuchUser(77)) { try await server.run { _ in } }
        try store.close()
    }
}
