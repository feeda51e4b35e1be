internal import Foundation
internal import HTTPTypes
internal import HummingbirdTesting
internal import NIOCore
internal import Testing

@testable internal import TicketAPI

@Suite(.serialized, .timeLimit(.minutes(1)))
struct ExecutableTests {
    @Test func announcesServesAndEndsWithItsInput() async throws {
        let server = try ServerProcess(["serve", "--announce", "--exit-with-parent", "--seed-if-empty", "20"])
        let announcement = try await server.announcement()
        #expect(announcement["pid"]?.integer == Int(server.pid))
        let port = try port(of: announcement)
        try await TestClient.withClient(host: "127.0.0.1", port: port) { client async throws in
            let response = try await client.get("/tickets?include_total=true&limit=1")
            let body = try JSONValue(parsing: Array(response.body.map { Array($0.readableBytesView) } ?? []))
            #expect(response.status == .ok)
            #expect(body.at("page", "total") == 20)
            // The connection stays open: an idle client must not keep the server alive.
            let clock = ContinuousClock()
            let start = clock.now
            try server.closeInput()
            #expect(await server.status() == 0)
            #expect(clock.now - start < .seconds(4))
        }
        #expect(await server.rest() == [])
        let leftovers = try FileManager.default.contentsOfDirectory(atPath: FileManager.default.temporaryDirectory.path)
            .filter { $0.hasPrefix("ticket-api-\(server.pid)-") }
        #expect(leftovers == [])
    }

    @Test func keepsItsDatabaseAndEndsOnSIGTERM() async throws {
        let directory = try TemporaryDirectory()
        for round in 1...2 {
            let server = try ServerProcess(["serve", "--announce", "--seed-if-empty", "3", "--database", directory.path("kept.sqlite")])
            let port = try port(of: try await server.announcement())
            try await TestClient.withClient(host: "127.0.0.1", port: port) { client async throws in
                let body = ByteBuffer(string: #"{"title":"round"}"#)
                let response = try await client.post("/tickets", headers: [.contentType: "application/json"], body: body)
                #expect(response.headers[.location] == "/tickets/T-00000\(3 + round)")
            }
            server.terminate()
            #expect(await server.status() == 0)
        }
    }

    @Test func asksForTheKey() async throws {
        let server = try ServerProcess(
            ["serve", "--announce", "--exit-with-parent", "--api-key", "option-key-1=1"],
            environment: ["TICKET_API_KEYS": "from-env-1, from-env-2"])
        let port = try port(of: try await server.announcement())
        try await TestClient.withClient(host: "127.0.0.1", port: port) { client async throws in
            #expect(try await client.get("/tickets").status == .unauthorized)
            #expect(try await client.get("/tickets", headers: [.apiKey: "wrong-key-1"]).status == .unauthorized)
            for key in ["option-key-1", "from-env-1", "from-env-2"] {
                #expect(try await client.get("/tickets", headers: [.apiKey: key]).status == .ok)
            }
        }
        try server.closeInput()
        #expect(await server.status() == 0)
        #expect(!(await server.errorText()).contains("option-key-1"))
    }

    @Test(arguments: [
        (["serve", "--host", "0.0.0.0"], "refusing to listen"), (["serve", "--api-key", "short"], "at least 8"),
        (["serve", "--api-key", "long-enough=99"], "user 99"), (["serve", "--port", "70000"], "--port"),
        (["seed", "--database", "/nonexistent/x.sqlite"], "ticket-api:"), (["serve", "--bogus"], "--bogus"),
    ])
    func refusesWithOneClearLine(_ arguments: [String], _ message: String) async throws {
        let server = try ServerProcess(arguments)
        let text = await server.errorText()
        #expect(await server.status() != 0)
        #expect(text.contains(message))
        #expect(await server.rest() == [])
    }

    @Test func printsItsDescriptionAndVersion() async throws {
        let openapi = try ServerProcess(["openapi"])
        #expect(try JSONValue(parsing: await openapi.rest())["openapi"] == "3.1.0")
        let version = try ServerProcess(["--version"])
        #expect(await version.rest() == Array("\(TicketAPIVersion.current)\n".utf8))
    }

    private func port(of announcement: JSONValue) throws -> Int {
        let url = try #require(announcement["url"]?.string)
        #expect(url.hasPrefix("http://127.0.0.1:"))
        return try #require(url.split(separator: ":").last.flatMap { Int($0) })
    }
}
