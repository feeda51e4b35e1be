import Testing

@testable import MCPCore

@Suite struct ClientRequestTests {
    private func params(_ kind: ClientRequest.Kind, _ revision: ProtocolRevision) -> String {
        let request = ClientRequest(kind: kind)
        return RawJSON { writer in
            writer.beginObject()
            request.writeParams(&writer, .of(revision))
            writer.endObject()
        }.text
    }

    private func capabilities(_ text: String) throws -> ClientCapabilities {
        ClientCapabilities(try JSONSlice(scanning: Array(text.utf8)))
    }

    private static let form = ElicitationForm(Schema<String>.object(required("name", "", .string)) { $0 })
    private static let askName = ClientRequest.Kind.form(message: "名前は?", schema: { form.requestedSchema($0) })
    private static let errand = ClientRequest.Kind.url(URLElicitation(url: "https://example.com/key", message: "Set a key", id: "e1"))

    @Test func formsSayTheirModeWhereThereAreModes() {
        let schema = #"{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}"#
        #expect(params(Self.askName, .v2025_06_18) == #"{"message":"名前は?","requestedSchema":\#(schema)}"#)
        for revision in [ProtocolRevision.v2025_11_25, .v2026_07_28] {
            #expect(params(Self.askName, revision) == #"{"mode":"form","message":"名前は?","requestedSchema":\#(schema)}"#)
        }
    }

    @Test func errandsHaveAnIDWhereARevisionHasOne() {
        #expect(
            params(Self.errand, .v2025_11_25)
                == #"{"mode":"url","message":"Set a key","url":"https://example.com/key","elicitationId":"e1"}"#)
        #expect(params(Self.errand, .v2026_07_28) == #"{"mode":"url","message":"Set a key","url":"https://example.com/key"}"#)
    }

    @Test func idsAreRandom() {
        let ids = (0..<100).map { _ in URLElicitation(url: "https://example.com", message: "").id }
        #expect(Set(ids).count == ids.count && ids.allSatisfy { $0.utf8.count == 32 })
    }

    @Test(arguments: ProtocolRevision.all) func rootsAreAskedForWithoutParameters(_ revision: ProtocolRevision) {
        #expect(params(.roots, revision) == "{}")
    }

    @Test(arguments: ProtocolRevision.all) func theLeastOfASamplingRequestIsTheSameEverywhere(_ revision: ProtocolRevision) {
        let request = SamplingRequest([.user("What is the capital of France?")], maxTokens: 100)
        #expect(
            params(.sampling(request), revision)
                == #"{"messages":[{"role":"user","content":{"type":"text","text":"What is the capital of France?"}}],"maxTokens":100}"#)
    }

    static let tool = ToolDefinition(name: "weather", description: "Tells it.", inputSchema: RawJSON(["type": "object"]))
    static let conversation = SamplingRequest(
        [
            SamplingMessage(
                .user, [.text("Look"), .image(base64: "aQ==", mimeType: "image/png"), .audio(base64: "YQ==", mimeType: "audio/wav")]),
            SamplingMessage(
                .assistant,
                [
                    .toolUse(.init(id: "u1", name: "weather", input: ["city": "Paris"], meta: ["cache": 1])),
                    .toolUse(.init(id: "u2", name: "weather", input: [:])),
                ]),
            .toolResults([
                (id: "u1", result: ToolResult([.text("18 °C")], structuredContent: RawJSON(["celsius": 18]), meta: ["seen": true])),
                (id: "u2", result: ToolResult([.text("No city")], structuredContent: RawJSON(5), isError: true)),
            ]),
        ], maxTokens: 1_000, systemPrompt: "Be brief.", temperature: 0.5, stopSequences: ["END"],
        modelPreferences: ModelPreferences(hints: ["small", "any"], cost: 0.3, speed: 1, intelligence: 0), includeContext: .thisServer,
        tools: [tool], toolChoice: .auto, metadata: ["user": "x"])

    private let media =
        #"{"type":"image","data":"aQ==","mimeType":"image/png"},{"type":"audio","data":"YQ==","mimeType":"audio/wav"}"#
    private let settings =
        #""maxTokens":1000,"systemPrompt":"Be brief.","temperature":0.5,"stopSequences":["END"],"modelPreferences":{"hints":[{"name":"small"},{"name":"any"}],"costPriority":0.3,"speedPriority":1,"intelligencePriority":0},"includeContext":"thisServer","metadata":{"user":"x"}"#

    @Test func toolsComeWithTheRevisionsThatHaveThem() {
        let uses =
            #"{"type":"tool_use","id":"u1","name":"weather","input":{"city":"Paris"},"_meta":{"cache":1}},{"type":"tool_use","id":"u2","name":"weather","input":{}}"#
        let first =
            #"{"type":"tool_result","toolUseId":"u1","content":[{"type":"text","text":"18 °C"}],"structuredContent":{"celsius":18},"_meta":{"seen":true}}"#
        let second = #"{"type":"tool_result","toolUseId":"u2","content":[{"type":"text","text":"No city"}],"isError":true}"#
        let anySecond =
            #"{"type":"tool_result","toolUseId":"u2","content":[{"type":"text","text":"No city"}],"structuredContent":5,"isError":true}"#
        let tools =
            #""tools":[{"name":"weather","description":"Tells it.","inputSchema":{"type":"object"}}],"toolChoice":{"mode":"auto"}"#
        for (revision, second) in [(ProtocolRevision.v2025_11_25, second), (.v2026_07_28, anySecond)] {
            #expect(
                params(.sampling(Self.conversation), revision)
                    == #"{"messages":[{"role":"user","content":[{"type":"text","text":"Look"},\#(media)]},{"role":"assistant","content":[\#(uses)]},{"role":"user","content":[\#(first),\#(second)]}],\#(settings),\#(tools)}"#
            )
        }
    }

    @Test func elsewhereEveryPieceIsAMessage() {
        for revision in [ProtocolRevision.v2025_06_18, .v2025_03_26] {
            #expect(
                params(.sampling(Self.conversation), revision)
                    == #"{"messages":[{"role":"user","content":{"type":"text","text":"Look"}},{"role":"user","content":{"type":"image","data":"aQ==","mimeType":"image/png"}},{"role":"user","content":{"type":"audio","data":"YQ==","mimeType":"audio/wav"}}],\#(settings)}"#
            )
        }
        #expect(!params(.sampling(Self.conversation), .v2024_11_05).contains(#""type":"audio""#))
        #expect(params(.sampling(Self.conversation), .v2024_11_05).contains("[audio, audio/wav: "))
    }

    @Test func theLastWordIsNone() {
        let request = SamplingRequest([.user("Well?")], maxTokens: 1, toolChoice: .forbidden)
        #expect(params(.sampling(request), .v2026_07_28).hasSuffix(#""toolChoice":{"mode":"none"}}"#))
    }

    private static let sampling = ClientRequest.Kind.sampling(SamplingRequest([.user("a")], maxTokens: 1))
    private static let toolSampling = ClientRequest.Kind.sampling(SamplingRequest([.user("a")], maxTokens: 1, tools: [tool]))

    @Test func methodsAndWhatTheyRequire() {
        let expected: [(ClientRequest.Kind, String, String)] = [
            (Self.askName, "elicitation/create", #"{"elicitation":{"form":{}}}"#),
            (Self.errand, "elicitation/create", #"{"elicitation":{"url":{}}}"#),
            (Self.sampling, "sampling/createMessage", #"{"sampling":{}}"#),
            (Self.toolSampling, "sampling/createMessage", #"{"sampling":{"tools":{}}}"#),
            (.sampling(SamplingRequest([], maxTokens: 1, toolChoice: .forbidden)), "sampling/createMessage", #"{"sampling":{"tools":{}}}"#),
            (
                .sampling(SamplingRequest([.toolResults([(id: "u", result: ToolResult("a"))])], maxTokens: 1)), "sampling/createMessage",
                #"{"sampling":{"tools":{}}}"#
            ),
            (.sampling(Self.conversation), "sampling/createMessage", #"{"sampling":{"tools":{}}}"#),
            (.roots, "roots/list", #"{"roots":{}}"#),
        ]
        for (kind, method, capability) in expected {
            let request = ClientRequest(kind: kind)
            #expect(request.method.description == method)
            #expect(JSON.object(request.requiredCapability).text == capability)
        }
    }

    @Test(arguments: [
        ("{}", "-----"),
        (#"{"elicitation":{}}"#, "f----"),
        (#"{"elicitation":{"form":{}}}"#, "f----"),
        (#"{"elicitation":{"form":{"applyDefaults":true}}}"#, "f----"),
        (#"{"elicitation":{"url":{}}}"#, "-u---"),
        (#"{"elicitation":{"form":{},"url":{}}}"#, "fu---"),
        (#"{"elicitation":true,"sampling":true,"roots":true}"#, "-----"),
        (#"{"elicitation":{"url":true}}"#, "f----"),
        (#"{"sampling":{}}"#, "--s--"),
        (#"{"sampling":{"tools":{}}}"#, "--st-"),
        (#"{"sampling":{"context":{}}}"#, "--s--"),
        (#"{"roots":{"listChanged":true}}"#, "----r"),
    ])
    func onlyWhatIsDeclaredIsAllowed(_ declared: String, _ allowed: String) throws {
        let capabilities = try capabilities(declared)
        let kinds: [(Character, ClientRequest.Kind)] = [
            ("f", Self.askName), ("u", Self.errand), ("s", Self.sampling), ("t", Self.toolSampling), ("r", .roots),
        ]
        let found = kinds.map { ClientRequest(kind: $1).isAllowed(by: capabilities, .of(.v2025_11_25)) ? $0 : "-" }
        #expect(String(found) == allowed)
    }

    @Test func whatIsRequiredIsEnough() throws {
        for kind in [Self.askName, Self.errand, Self.sampling, Self.toolSampling, .roots] {
            let request = ClientRequest(kind: kind)
            #expect(request.isAllowed(by: try capabilities(JSON.object(request.requiredCapability).text), .of(.v2025_11_25)))
            #expect(!request.isAllowed(by: .none, .of(.v2025_11_25)))
        }
    }

    @Test func prioritiesOutOfRangeTrap() async {
        await #expect(processExitsWith: .failure) { _ = ModelPreferences(speed: 1.1) }
        await #expect(processExitsWith: .failure) { _ = ModelPreferences(cost: .nan) }
        await #expect(processExitsWith: .failure) { _ = SamplingRequest([], maxTokens: 0) }
    }
}
