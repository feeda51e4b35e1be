import MCPCore
import MCPTesting
import Testing

/// Calls that a person has to agree to, in both eras.
@Suite struct ConfirmationTests {
    private static let gate: [any MCPMiddleware] = [ConfirmationGate(ConfirmationPolicy(.destructive))]

    private func says(_ action: String, _ asked: @escaping @Sendable (JSON) -> Void = { _ in }) -> (JSON) throws -> JSON {
        { question in
            asked(question)
            return action == "accept" ? ["action": "accept", "content": [:]] : ["action": .string(action)]
        }
    }

    private func call(_ client: EngineClient, _ tool: String, _ text: String, answer: (JSON) throws -> JSON) async throws -> JSON {
        try await client.converse("tools/call", ["name": .string(tool), "arguments": ["text": .string(text)]], answer: answer)
    }

    @Test(arguments: ProtocolRevision.asking) func whatIsAgreedToIsDoneOnce(_ revision: ProtocolRevision) async throws {
        let guarded = GuardedServer()
        let client = try await EngineClient.open(guarded.make(Self.gate), revision)
        let questions = Observed<[String]>([])
        let reply = try await call(
            client, "change", "it\u{202E}",
            answer: says("accept") { question in
                questions.change { $0.append(question["params"]?["message"]?.string ?? "") }
            })
        #expect(reply.said == "change did it")
        #expect(guarded.called == ["change it\u{202E}"])
        #expect(questions.state.count == 1)
        let question = try #require(questions.state.first)
        #expect(question.contains("Allow this call?") && question.contains("change") && question.contains(#"{"text":"it\u{202e}"}"#))
        #expect(!question.unicodeScalars.contains("\u{202E}"), "what turns the order of letters is shown by its number")
        // The next call is another one.
        _ = try await call(client, "change", "it", answer: says("decline") { _ in questions.change { $0.append("again") } })
        #expect(questions.state.last == "again" && guarded.called.count == 1)
    }

    @Test(arguments: ProtocolRevision.asking, ["decline", "cancel"])
    func whatIsNotAgreedToIsNotDone(_ revision: ProtocolRevision, _ action: String) async throws {
        let guarded = GuardedServer()
        let client = try await EngineClient.open(guarded.make(Self.gate), revision)
        let reply = try await call(client, "change", "it", answer: says(action))
        #expect(reply["result"]?["isError"] == true && reply.said?.contains("change was not called, nothing was done") == true)
        #expect(guarded.called.isEmpty)
    }

    @Test(arguments: ProtocolRevision.asking) func whatIsSafeIsNotAsked(_ revision: ProtocolRevision) async throws {
        let guarded = GuardedServer()
        let client = try await EngineClient.open(guarded.make(Self.gate), revision)
        for tool in ["look", "note"] { #expect(try await client.does(tool).said == "\(tool) did it") }
        // Nobody is asked about what the tool would refuse anyway.
        let refused = try await client.call("change", ["text": 5000, "more": true])
        #expect(refused["result"]?["isError"] == true || refused.code == -32602)
        #expect(try await client.does("nothing").code == -32602)
    }

    @Test(
        arguments: [
            (ConfirmationPolicy.Scope.never, []), (.destructive, ["change", "wild"]), (.allWrites, ["note", "change", "wild"]),
        ] as [(ConfirmationPolicy.Scope, [String])])
    func thePolicySaysWhatIsAsked(_ scope: ConfirmationPolicy.Scope, _ asked: [String]) async throws {
        for revision in ProtocolRevision.asking {
            let guarded = GuardedServer()
            let client = try await EngineClient.open(guarded.make([ConfirmationGate(ConfirmationPolicy(scope))]), revision)
            for tool in ["look", "note", "change", "wild"] {
                let count = Observed(0)
                let reply = try await call(client, tool, "x", answer: says("accept") { _ in count.change { $0 += 1 } })
                #expect(reply.said == "\(tool) did it")
                #expect(count.state == (asked.contains(tool) ? 1 : 0), "\(tool), \(revision)")
            }
        }
    }

    @Test(arguments: ProtocolRevision.all) func aClientThatCannotBeAskedIsRefused(_ revision: ProtocolRevision) async throws {
        for fallback in ConfirmationPolicy.Fallback.allCases {
            let guarded = GuardedServer()
            let policy = ConfirmationPolicy(.destructive, fallback: fallback)
            let client = try await EngineClient.open(guarded.make([ConfirmationGate(policy)]), revision, capabilities: [:])
            let reply = try await client.does("change")
            switch fallback {
            case .refuse:
                #expect(reply["result"]?["isError"] == true && reply.said?.contains("cannot ask one") == true)
                #expect(guarded.called.isEmpty)
            case .allow:
                #expect(reply.said == "change did it" && guarded.called == ["change x"])
            }
        }
    }

    @Test(arguments: ProtocolRevision.asking) func aToolMayAskOnItsOwnAccountToo(_ revision: ProtocolRevision) async throws {
        let guarded = GuardedServer()
        let client = try await EngineClient.open(guarded.make(Self.gate), revision)
        let questions = Observed<[String]>([])
        let reply = try await client.converse("tools/call", ["name": "rename", "arguments": [:]]) { question in
            let isName = question["params"]?["requestedSchema"]?["properties"]?["name"] != nil
            questions.change { $0.append(isName ? "name" : "confirmation") }
            return ["action": "accept", "content": isName ? ["name": "Ada"] : [:]]
        }
        #expect(reply.said == "renamed to Ada")
        #expect(questions.state == ["confirmation", "name"])
        #expect(guarded.called == ["rename Ada"])
    }

    // MARK: - What a client, or the model behind it, may try in the stateless revision

    private static let yes: JSON = ["confirmation": ["action": "accept", "content": [:]]]

    private func arguments(_ text: String) -> JSONObject { ["text": .string(text)] }

    private func asked(_ client: EngineClient, _ text: String = "x") async throws -> JSON {
        let reply = try await client.call("change", arguments(text))
        #expect(reply["result"]?["resultType"] == "input_required")
        return try #require(reply["result"]?["requestState"])
    }

    @Test func anAnswerThatWasNotAskedForIsNone() async throws {
        let guarded = GuardedServer()
        let client = try await EngineClient.open(guarded.make(Self.gate), .v2026_07_28)
        let mark: JSON = ["confirmation": ["action": "accept"], "confirmation.asked": "yes"]
        for answers in [Self.yes, mark] {
            let reply = try await client.call("change", arguments("x"), ["inputResponses": answers])
            #expect(reply["result"]?["resultType"] == "input_required")
        }
        #expect(guarded.called.isEmpty)
    }

    @Test func anApprovalIsForTheseArgumentsAndOnce() async throws {
        let guarded = GuardedServer()
        let client = try await EngineClient.open(guarded.make(Self.gate), .v2026_07_28)
        let state = try await asked(client)
        let other = try await client.call("change", arguments("y"), ["inputResponses": Self.yes, "requestState": state])
        #expect(other.code == -32602 && guarded.called.isEmpty)
        let tool = try await client.call("wild", arguments("x"), ["inputResponses": Self.yes, "requestState": state])
        #expect(tool.code == -32602 && guarded.called.isEmpty)
        let done = try await client.call("change", arguments("x"), ["inputResponses": Self.yes, "requestState": state])
        #expect(done.said == "change did it")
        let replayed = try await client.call("change", arguments("x"), ["inputResponses": Self.yes, "requestState": state])
        #expect(replayed.code == -32602 && guarded.called == ["change x"])
    }

    @Test func anApprovalIsForThisPrincipal() async throws {
        let guarded = GuardedServer()
        let server = guarded.make(Self.gate)
        let alice = try await EngineClient.open(server, .v2026_07_28, principal: Principal(id: "alice"))
        let mallory = try await EngineClient.open(server, .v2026_07_28, principal: Principal(id: "mallory"))
        let state = try await asked(alice)
        let reply = try await mallory.call("change", arguments("x"), ["inputResponses": Self.yes, "requestState": state])
        #expect(reply.code == -32602 && guarded.called.isEmpty)
    }

    @Test func aChangedStateIsRefused() async throws {
        let guarded = GuardedServer()
        let client = try await EngineClient.open(guarded.make(Self.gate), .v2026_07_28)
        let state = Array(try #require(try await asked(client).string).utf8)
        for index in stride(from: 0, to: state.count, by: 17) {
            var changed = state
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let reply = try await client.call(
                "change", arguments("x"),
                ["inputResponses": Self.yes, "requestState": .string(String(decoding: changed, as: UTF8.self))])
            #expect(reply.code == -32602)
        }
        #expect(guarded.called.isEmpty)
    }

    @Test func aStateOfTheToolsOwnQuestionIsNoApproval() async throws {
        // The tool asks before the policy is in force, as across a restart with shared keys.
        let key = RequestStateKey([UInt8](repeating: 7, count: 32))
        var options = ServerOptions()
        options.stateKeys = [key]
        let guarded = GuardedServer()
        func server(_ middleware: [any MCPMiddleware]) -> MCPServer {
            let plain = guarded.make([])
            return MCPServer(Implementation(name: "guarded", version: "1"), tools: plain.tools, middleware: middleware, options: options)
        }
        let before = try await EngineClient.open(server([]), .v2026_07_28)
        let first = try await before.call("rename")
        let state = try #require(first["result"]?["requestState"])
        let after = try await EngineClient.open(server(Self.gate), .v2026_07_28)
        let answers: JSON = ["confirmation": ["action": "accept"], "name": ["action": "accept", "content": ["name": "Eve"]]]
        let reply = try await after.call("rename", [:], ["inputResponses": answers, "requestState": state])
        #expect(reply["result"]?["resultType"] == "input_required" && guarded.called.isEmpty)
    }
}
