import MCPCore
import MCPTesting
import Testing

@testable import MCPFixtures

/// Lists, and what is in them: pages, what is not there, what was never declared.
@Suite(.timeLimit(.minutes(1))) struct CatalogueTests {
    private static func server(_ count: Int = 0, page: Int = 100) -> MCPServer {
        var limits = ServerLimits()
        limits.page = page
        return MCPServer(
            Implementation(name: "catalogue", version: "1"),
            resources: ResourceBox(
                (0..<count).map { number in Resource("leaf://\(number)", name: "n\(number)") { _ in .text("") } } + FixtureResources.all,
                templates: (0..<count).map { number in ResourceTemplate("t\(number)://{x}", name: "t\(number)") { _ in .text("") } }),
            prompts: PromptBox((0..<count).map { number in Prompt("p\(number)") { _ in PromptResult([]) } } + FixturePrompts.all),
            limits: limits)
    }

    private static func pages(_ client: EngineClient, _ method: String, _ list: String, _ key: String) async throws -> [[String]] {
        var pages: [[String]] = []
        var cursor: JSON?
        repeat {
            let result = try #require(try await client.request(method, cursor.map { ["cursor": $0] } ?? [:])["result"])
            pages.append(try #require(result[list]?.array).compactMap { $0[key]?.string })
            cursor = result["nextCursor"]
        } while cursor != nil && pages.count < 100
        return pages
    }

    static let lists = [
        ("prompts/list", "prompts", "name"), ("resources/list", "resources", "uri"),
        ("resources/templates/list", "resourceTemplates", "uriTemplate"),
    ]

    @Test(arguments: ProtocolRevision.asking, lists)
    func listsComeInPages(_ revision: ProtocolRevision, _ list: (method: String, list: String, key: String)) async throws {
        let whole = try await Self.pages(try await EngineClient.open(Self.server(10), revision), list.method, list.list, list.key)
        #expect(whole.count == 1)
        let client = try await EngineClient.open(Self.server(10, page: 3), revision)
        let pages = try await Self.pages(client, list.method, list.list, list.key)
        #expect(pages.flatMap(\.self) == whole.first)
        #expect(pages.dropLast().allSatisfy { $0.count == 3 })
        #expect(pages.last?.isEmpty == false)
    }

    /// A cursor names the same place every time, for every client, in every process that offers the same.
    @Test(arguments: lists) func cursorsAreStable(_ list: (method: String, list: String, key: String)) async throws {
        let one = try await EngineClient.open(Self.server(10, page: 3), .v2025_11_25)
        let other = try await EngineClient.open(Self.server(10, page: 3), .v2026_07_28)
        let cursor = try #require(try await one.request(list.method)["result"]?["nextCursor"])
        let page = try await one.request(list.method, ["cursor": cursor])["result"]?[list.list]
        #expect(page != nil)
        #expect(try await one.request(list.method, ["cursor": cursor])["result"]?[list.list] == page)
        #expect(try await other.request(list.method, ["cursor": cursor])["result"]?[list.list] == page)
    }

    @Test func cursorsOfAnotherListAreRefused() async throws {
        let server = Self.server(10, page: 3)
        let client = try await EngineClient.open(server, .v2025_11_25)
        let cursor = try #require(try await client.request("prompts/list")["result"]?["nextCursor"])
        #expect(try await client.request("resources/list", ["cursor": cursor]).code == -32602)
        server.update { $0.prompts = $0.prompts.removing("p0") }
        #expect(try await client.request("prompts/list", ["cursor": cursor]).code == -32602)
        #expect(try await client.request("prompts/list", ["cursor": 7]).code == -32602)
    }

    static let wrongPrompts: [(params: JSONObject, problem: String)] = [
        ([:], "name"), (["name": "nothing"], "nothing"), (["name": "triage"], "number is missing"),
        (["name": "triage", "arguments": ["number": "7", "color": "red"]], "color is unknown"),
        (["name": "triage", "arguments": ["tone": "calm", "a": "b"]], "number is missing; a is unknown"),
        (["name": "triage", "arguments": ["number": 7]], "arguments.number must be a string"),
        (["name": "triage", "arguments": "7"], "object"),
    ]

    @Test(arguments: ProtocolRevision.asking, wrongPrompts)
    func promptsSayWhatIsWrong(_ revision: ProtocolRevision, _ wrong: (params: JSONObject, problem: String)) async throws {
        let client = try await EngineClient.open(Self.server(), revision)
        let reply = try await client.request("prompts/get", wrong.params)
        #expect(reply.code == -32602)
        #expect(reply.fault?.contains(wrong.problem) == true, "\(reply.text)")
    }

    /// -32002 in sessions, -32602 in the stateless revision; with the URI in both.
    @Test(arguments: ProtocolRevision.all, ["note://nowhere", "note://gone"])
    func aResourceThatIsNotThereIsSaidSo(_ revision: ProtocolRevision, _ uri: String) async throws {
        let client = try await EngineClient.open(Self.server(), revision)
        let reply = try await client.request("resources/read", ["uri": .string(uri)])
        #expect(reply.code == (revision.era == .legacy ? -32002 : -32602))
        #expect(reply["error"]?["data"] == ["uri": .string(uri)])
    }

    /// A person's URI may hold any character; the answer names the URI that it means.
    @Test(arguments: ProtocolRevision.all) func charactersOfOtherScriptsAreEncoded(_ revision: ProtocolRevision) async throws {
        let template = ResourceTemplate("plain://{name}", name: "plain") { .text($0["name"]) }
        let server = MCPServer(Implementation(name: "t", version: "1"), resources: ResourceBox([], templates: [template]))
        let client = try await EngineClient.open(server, revision)
        let contents = try #require(try await client.request("resources/read", ["uri": "plain://印"])["result"]?["contents"]?[0])
        #expect(contents["uri"] == "plain://%E5%8D%B0")
        #expect(contents["text"] == "印")
    }

    @Test(arguments: ProtocolRevision.asking) func bugsAreToldByReference(_ revision: ProtocolRevision) async throws {
        let client = try await EngineClient.open(Self.server(), revision)
        for (method, params): (String, JSONObject) in [("resources/read", ["uri": "note://torn"]), ("prompts/get", ["name": "torn"])] {
            let reply = try await client.request(method, params)
            #expect(reply.code == -32603)
            #expect(!reply.text.contains("hunter2"))
            #expect(reply["error"]?["data"]?["reference"]?.string?.isEmpty == false)
        }
        let closed = try await client.request("resources/read", ["uri": "note://closed"])
        #expect(closed.code == -32603)
        #expect(closed.fault == "The note is closed.")
    }

    static let undeclared: [(method: String, params: JSONObject)] = [
        ("tools/list", [:]), ("tools/call", ["name": "x"]), ("resources/list", [:]), ("resources/templates/list", [:]),
        ("resources/read", ["uri": "x"]), ("prompts/list", [:]), ("prompts/get", ["name": "x"]),
        ("completion/complete", ["ref": ["type": "ref/prompt", "name": "x"], "argument": ["name": "x", "value": ""]]),
        ("logging/setLevel", ["level": "info"]), ("resources/subscribe", ["uri": "x"]), ("resources/unsubscribe", ["uri": "x"]),
        ("subscriptions/listen", ["notifications": [:]]), ("tasks/get", ["taskId": "x"]), ("tasks/list", [:]),
        ("tasks/result", ["taskId": "x"]), ("tasks/cancel", ["taskId": "x"]), ("tasks/update", ["taskId": "x", "inputResponses": [:]]),
    ]

    /// What a server does not declare, it does not know, in whichever revision.
    @Test(arguments: ProtocolRevision.all, undeclared)
    func whatIsNotDeclaredIsNotKnown(_ revision: ProtocolRevision, _ request: (method: String, params: JSONObject)) async throws {
        let client = try await EngineClient.open(MCPServer(Implementation(name: "nothing", version: "1")), revision)
        #expect(try await client.request(request.method, request.params).code == -32601)
    }

    /// Letting go of the connection is nothing where there is none, and the call goes on.
    @Test(arguments: ProtocolRevision.all) func releasingTheConnectionIsHarmless(_ revision: ProtocolRevision) async throws {
        let release = RegisteredTool("release", "Lets go.") { context in
            await context.releaseConnection(retryAfter: .seconds(1))
            await context.progress.report(1)
            await context.releaseConnection(retryAfter: .zero)
            return "still here"
        }
        let server = MCPServer(Implementation(name: "release", version: "1"), tools: ToolBox([release]))
        let client = try await EngineClient.open(server, revision)
        let id = client.start("tools/call", ["name": "release"], meta: ["progressToken": "p"])
        #expect(try await client.next()["method"] == "notifications/progress")
        let reply = try await client.next()
        #expect(reply["id"] == id)
        #expect(reply.said == "still here")
        #expect(client.unread.isEmpty)
    }
}
