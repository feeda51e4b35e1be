import MCPCore
import MCPTesting
import Testing

@Suite struct ToolGuardTests {
    private static let scopes = ScopePolicy(
        read: ["t:read"], write: ["t:write"], overrides: ["wild": ["t:admin"], "rename": []],
        implied: ["t:admin": ["t:write"], "t:write": ["t:read"]])

    @Test(
        arguments: [
            ([], ["rename"]), (["t:read"], ["look", "rename"]), (["t:write"], ["look", "note", "change", "rename"]),
            (["t:admin"], ["look", "note", "change", "wild", "rename"]), (["t:reader", "T:READ"], ["rename"]),
        ] as [(Set<String>, [String])])
    func scopesDecideWhatIsListedAndCalled(_ granted: Set<String>, _ expected: [String]) async throws {
        for revision in ProtocolRevision.all {
            let guarded = GuardedServer()
            let client = try await EngineClient.open(
                guarded.make([ToolGuard(Self.scopes)]), revision, principal: .with(scopes: granted))
            #expect(try await client.listed() == expected)
            for tool in ["look", "note", "change", "wild"] {
                let reply = try await client.does(tool)
                if expected.contains(tool) {
                    #expect(reply.said == "\(tool) did it", "\(revision)")
                } else {
                    #expect(reply.code == -32003, "\(revision): \(reply.text)")
                }
            }
            #expect(guarded.called == expected.filter { $0 != "rename" }.map { "\($0) x" })
        }
    }

    @Test func aRefusalTellsATransportWhichScopesToAskFor() async throws {
        let client = try await EngineClient.open(
            GuardedServer().make([ToolGuard(Self.scopes)]), .v2025_11_25, principal: .with(scopes: ["t:read"]))
        let reply = try await client.does("change")
        #expect(reply["error"]?["data"]?["required_scopes"] == ["t:write"])
        let challenge = BearerChallenge(refusal: RawMessage(reply.bytes), resourceMetadata: "https://x.example/m")
        #expect(
            challenge?.text
                == #"Bearer resource_metadata="https://x.example/m", error="insufficient_scope", error_description="change needs the scope t:write, which was not granted to this caller", scope="t:write""#
        )
        for other in [#"{"jsonrpc":"2.0","id":1,"result":{}}"#, #"{"error":{"code":-32602}}"#, "{", #"{"error":7}"#] {
            #expect(BearerChallenge(refusal: RawMessage(Array(other.utf8))) == nil)
        }
    }

    @Test func whoIsNotHeldToScopesNeedsNone() async throws {
        let policy = ScopePolicy(read: ["r"], write: ["w"]) { $0.id != "key" }
        let client = try await EngineClient.open(
            GuardedServer().make([ToolGuard(policy)]), .v2026_07_28, principal: Principal(id: "key"))
        #expect(try await client.listed().count == 5)
    }

    private static let toolsets: [String: Set<String>] = ["reading": ["look"], "writing": ["note", "change"]]

    @Test(arguments: [
        (ToolRestrictions(isReadOnly: true), ["look"]),
        (ToolRestrictions(toolsets: toolsets, selected: ["writing"]), ["note", "change"]),
        (ToolRestrictions(toolsets: toolsets, selected: []), []), (ToolRestrictions(toolsets: toolsets, selected: ["nothing"]), []),
        (ToolRestrictions(allowed: ["look", "wild"]), ["look", "wild"]),
        (ToolRestrictions(denied: ["look", "wild", "rename"]), ["note", "change"]),
        // None widens another.
        (ToolRestrictions(isReadOnly: true, allowed: ["change"]), []),
        (ToolRestrictions(toolsets: toolsets, selected: ["writing"], allowed: ["look", "note"], denied: ["note"]), []),
    ])
    func whatIsSwitchedOffIsHiddenAndRefused(_ restrictions: ToolRestrictions, _ expected: [String]) async throws {
        for revision in [ProtocolRevision.v2025_06_18, .v2026_07_28] {
            let guarded = GuardedServer()
            let client = try await EngineClient.open(guarded.make([ToolGuard(restrictions)]), revision)
            #expect(try await client.listed() == expected)
            for tool in ["look", "note", "change", "wild"] {
                let reply = try await client.does(tool)
                #expect(reply["result"]?["isError"] == (expected.contains(tool) ? nil : true))
                if !expected.contains(tool) { #expect(reply.said?.contains("\(tool) was not called: it is switched off") == true) }
            }
            #expect(guarded.called == expected.filter { $0 != "rename" }.map { "\($0) x" })
        }
    }

    @Test func anUnknownToolIsStillUnknown() async throws {
        let client = try await EngineClient.open(GuardedServer().make([ToolGuard(ToolRestrictions(isReadOnly: true))]), .v2025_11_25)
        #expect(try await client.does("nothing").code == -32602)
    }

    @Test(
        arguments: [
            (["x-mcp-readonly": "true"], ["look"]), (["x-mcp-readonly": "1"], ["look"]), (["x-mcp-readonly": "perhaps"], ["look"]),
            (["x-mcp-readonly": "false"], ["look", "note", "change"]), (["x-mcp-readonly": "false\ntrue"], ["look"]),
            (["x-mcp-toolsets": "writing"], ["note", "change"]), (["x-mcp-toolsets": "writing, reading"], ["look", "note", "change"]),
            (["x-mcp-toolsets": "unknown"], []), (["x-mcp-toolsets": "writing\nreading"], []),
            (["x-mcp-toolsets": ""], ["look", "note", "change"]),
            (["x-mcp-tools": "look,wild"], ["look"]), (["x-mcp-exclude-tools": "look\nnote"], ["change"]),
            ([:], ["look", "note", "change"]),
            (["x-mcp-readonly": "false", "x-mcp-tools": "wild,rename", "x-mcp-toolsets": "writing,reading"], []),
        ] as [([String: String], [String])])
    func aRequestNarrowsAndNeverWidens(_ headers: [String: String], _ expected: [String]) async throws {
        let restrictions = ToolRestrictions(toolsets: Self.toolsets, denied: ["wild", "rename"], heedsRequests: true)
        let guarded = GuardedServer()
        let client = try await EngineClient.open(
            guarded.make([ToolGuard(restrictions)]), .v2026_07_28, principal: .sending(headers))
        #expect(try await client.listed() == expected)
        for tool in ["look", "note", "change", "wild"] { _ = try await client.does(tool) }
        #expect(guarded.called == expected.map { "\($0) x" })
    }

    @Test func headersAreHeededOnlyWhereAsked() async throws {
        let client = try await EngineClient.open(
            GuardedServer().make([ToolGuard(ToolRestrictions())]), .v2026_07_28, principal: .sending(["x-mcp-readonly": "true"]))
        #expect(try await client.listed().count == 5)
    }
}

@Suite struct CallerHeadersTests {
    private func principal(_ headers: [(name: String, value: String)], _ auth: CallerHeaders) throws -> Principal {
        try #require(auth.authenticateAtOnce(AuthRequest(channel: .http(method: "POST", path: "/mcp"), headers: headers))).get()
    }

    @Test func takesWhatIsNamed() throws {
        let found = try principal(
            [("X-MCP-Toolsets", "a"), ("x-mcp-toolsets", "b"), ("x-other", "c")],
            CallerHeaders(["x-mcp-toolsets"], with: FixedPrincipalAuth()))
        #expect(CallerHeaders.values(of: "x-mcp-toolsets", from: found) == ["a", "b"])
        #expect(CallerHeaders.values(of: "x-other", from: found) == [])
        #expect(found.id == "anonymous")
    }

    @Test func neverTakesWhatLetsIn() throws {
        let all: Set = ["authorization", "x-api-key", "cookie", "proxy-authorization", "x-up"]
        let auth = CallerHeaders(all, credentials: all, with: FixedPrincipalAuth())
        let found = try principal(
            [("Authorization", "Bearer canary-1"), ("x-api-key", "canary-2"), ("Cookie", "canary-3"), ("x-up", "Bearer canary-1")], auth)
        #expect(found.attributes.isEmpty)
        let copied = try principal([("x-api-key", "canary-2"), ("X-Up", "prefix:canary-2:suffix")], auth)
        #expect(copied.attributes.isEmpty)
        let own = try principal([("Authorization", "Bearer canary-1"), ("x-up", "other")], auth)
        #expect(CallerHeaders.values(of: "x-up", from: own) == ["other"])
    }

    @Test func aCallerCannotLoseANarrowingHeaderByItsToken() throws {
        let auth = CallerHeaders(["x-mcp-toolsets"], credentials: ["x-up"], with: FixedPrincipalAuth())
        let found = try principal([("Authorization", "Bearer tickets"), ("x-mcp-toolsets", "tickets")], auth)
        #expect(CallerHeaders.values(of: "x-mcp-toolsets", from: found) == ["tickets"])
    }

    @Test func printingAPrincipalTellsItsIDAlone() {
        let principal = Principal(id: "taro", attributes: ["header:x-up": "canary"])
        var dumped = ""
        dump(principal, to: &dumped)
        #expect("\(principal)\(String(reflecting: principal))\(dumped)".contains("canary") == false)
    }
}
