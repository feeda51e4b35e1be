import Testing

@testable import MCPCore

@Suite struct ClientResponseTests {
    private static let form = ElicitationForm(
        Schema<String>.object(required("name", "", .string(1...5)), optional("tags", "", .array(of: .string(oneOf: ["a", "b"])))) {
            name, tags in
            ([name] + (tags ?? [])).joined(separator: " ")
        })
    private static let askName = ClientRequest(kind: .form(message: "", schema: { form.requestedSchema($0) }))
    private static let errand = ClientRequest(kind: .url(URLElicitation(url: "https://example.com", message: "")))
    private static let sampling = ClientRequest(kind: .sampling(SamplingRequest([.user("a")], maxTokens: 1)))
    private static let roots = ClientRequest(kind: .roots)

    private func outcome(_ response: String) throws -> ElicitationOutcome<String> {
        let response = try JSON(parsing: response)
        try Self.askName.check(response)
        return try ElicitationOutcome(response, Self.form)
    }

    @Test func formsAreAcceptedDeclinedOrCancelled() throws {
        #expect(try outcome(#"{"action":"accept","content":{"name":"Ann","tags":["a","b"]},"_meta":{}}"#) == .accepted("Ann a b"))
        #expect(try outcome(#"{"action":"accept","content":{"name":"Ann","tags":"a, b","more":null}}"#) == .accepted("Ann a b"))
        #expect(try outcome(#"{"action":"decline"}"#) == .declined)
        #expect(try outcome(#"{"action":"decline","content":5}"#) == .declined)
        #expect(try outcome(#"{"action":"cancel","content":{}}"#) == .cancelled)
        #expect(try outcome(#"{"action":"accept","content":{"name":"Ann"}}"#).answer == "Ann")
        #expect(try outcome(#"{"action":"cancel"}"#).answer == nil)
    }

    @Test func anErrandNeedsNoContent() throws {
        for (text, isAccepted) in [
            (#"{"action":"accept"}"#, true), (#"{"action":"accept","content":{}}"#, true), (#"{"action":"decline"}"#, false),
        ] {
            let response = try JSON(parsing: text)
            try Self.errand.check(response)
            #expect((try ElicitationOutcome<Void>(response).answer != nil) == isAccepted)
        }
    }

    /// Some clients leave out the content of a form that nothing was filled into.
    @Test func aFormWithoutContentIsEmpty() throws {
        let form = ElicitationForm(Schema<Int?>.object(optional("age", "", .integer)) { $0 })
        for text in [#"{"action":"accept"}"#, #"{"action":"accept","content":null}"#] {
            #expect(try ElicitationOutcome(try JSON(parsing: text), form) == .accepted(nil))
        }
    }

    @Test func whatDoesNotFitTheFormIsSaid() throws {
        let error = #expect(throws: MCPError.self) { try outcome(#"{"action":"accept","content":{"name":"Barbara","tags":"c"}}"#) }
        #expect(error?.code == .invalidParams)
        #expect(
            error?.message
                == #"elicitation/create: content.name: must be 1 to 5 characters, not 7; content.tags[0]: must be one of a, b, not "c""#)
    }

    @Test(arguments: [
        ("12345", "elicitation/create: the answer must be an object, not 12345"),
        ("null", "elicitation/create: the answer must be an object, not null"),
        ("{}", "elicitation/create: action must be accept, decline or cancel, not left out"),
        (#"{"action":"ok"}"#, #"elicitation/create: action must be accept, decline or cancel, not "ok""#),
        (#"{"action":1}"#, "elicitation/create: action must be accept, decline or cancel, not 1"),
        (#"{"action":"accept","content":"a"}"#, #"elicitation/create: content must be an object, not "a""#),
        (
            #"{"action":"accept","content":{"a":{}}}"#,
            "elicitation/create: content.a must be a text, a number, true or false, or a list of texts"
        ),
        (
            #"{"action":"accept","content":{"a":[1]}}"#,
            "elicitation/create: content.a must be a text, a number, true or false, or a list of texts"
        ),
    ])
    func wrongShapesOfElicitationsAreRefused(_ response: String, _ message: String) throws {
        let response = try JSON(parsing: response)
        for request in [Self.askName, Self.errand] {
            #expect(throws: MCPError.invalidParams(message)) { try request.check(response) }
        }
        #expect(throws: MCPError.invalidParams(message)) { try ElicitationOutcome(response, Self.form) }
    }

    @Test func samplingResultsAreRead() throws {
        let result = try SamplingResult(
            try JSON(
                parsing: #"{"role":"assistant","content":{"type":"text","text":"Paris."},"model":"m","stopReason":"endTurn","_meta":{}}"#))
        #expect(result == SamplingResult(role: .assistant, content: [.text("Paris.")], model: "m", stopReason: .endTurn))
        #expect(result.text == "Paris." && result.toolUses.isEmpty)

        let response = try JSON(
            parsing:
                #"{"role":"assistant","content":[{"type":"text","text":"See"},{"type":"image","data":"aQ==","mimeType":"image/png"},{"type":"audio","data":"YQ==","mimeType":"audio/wav"},{"type":"tool_use","id":"u1","name":"weather","input":{"city":"Paris"},"_meta":{"c":1}},{"type":"text","text":"?"}],"model":"m","stopReason":"of its own","more":1}"#
        )
        try Self.sampling.check(response)
        let many = try SamplingResult(response)
        let use = SamplingContent.ToolUse(id: "u1", name: "weather", input: ["city": "Paris"], meta: ["c": 1])
        #expect(
            many.content == [
                .text("See"), .image(base64: "aQ==", mimeType: "image/png"), .audio(base64: "YQ==", mimeType: "audio/wav"), .toolUse(use),
                .text("?"),
            ])
        #expect(many.text == "See?" && many.toolUses == [use] && many.stopReason?.rawValue == "of its own")
    }

    /// What a model said goes back to it as it was.
    @Test(arguments: [ProtocolRevision.v2025_11_25, .v2026_07_28])
    func answersGoOnAsMessages(_ revision: ProtocolRevision) throws {
        for content in [
            #"{"type":"text","text":"a"}"#, "[]", #"[{"type":"text","text":"a"},{"type":"audio","data":"YQ==","mimeType":"audio/wav"}]"#,
            #"[{"type":"tool_use","id":"u1","name":"n","input":{"a":[1]},"_meta":{"c":1}},{"type":"tool_use","id":"u2","name":"n","input":{}}]"#,
        ] {
            let result = try SamplingResult(try JSON(parsing: #"{"role":"assistant","content":\#(content),"model":"m"}"#))
            let next = ClientRequest(kind: .sampling(SamplingRequest([result.message], maxTokens: 1)))
            let params = RawJSON { writer in
                writer.beginObject()
                next.writeParams(&writer, .of(revision))
                writer.endObject()
            }
            #expect(params.text == #"{"messages":[{"role":"assistant","content":\#(content)}],"maxTokens":1}"#)
        }
    }

    @Test(arguments: [
        ("[]", "the answer must be an object, not an array"),
        (#"{"content":[],"model":"m"}"#, "role is missing"),
        (#"{"role":"system","content":[],"model":"m"}"#, "role must be user or assistant, not system"),
        (#"{"role":"assistant","model":"m"}"#, "content is missing"),
        (#"{"role":"assistant","content":"hi","model":"m"}"#, #"content must be an object, not "hi""#),
        (#"{"role":"assistant","content":[]}"#, "model is missing"),
        (#"{"role":"assistant","content":[],"model":7}"#, "model must be a string, not 7"),
        (#"{"role":"assistant","content":[],"model":"m","stopReason":[]}"#, "stopReason must be a string, not an array"),
        (#"{"role":"assistant","content":{"text":"a"},"model":"m"}"#, "content.type is missing"),
        (#"{"role":"assistant","content":{"type":"text"},"model":"m"}"#, "content.text is missing"),
        (#"{"role":"assistant","content":[{"type":"text","text":"a"},5],"model":"m"}"#, "content[1] must be an object, not 5"),
        (#"{"role":"assistant","content":{"type":"image","data":"a"},"model":"m"}"#, "content.mimeType is missing"),
        (
            #"{"role":"assistant","content":{"type":"video"},"model":"m"}"#,
            "content.type must be text, image, audio or tool_use, not video"
        ),
        (
            #"{"role":"user","content":{"type":"tool_result","toolUseId":"u","content":[]},"model":"m"}"#,
            "content.type must not be tool_result: servers send those"
        ),
        (
            #"{"role":"assistant","content":[{"type":"tool_use","id":"u","name":"n","input":"{}"}],"model":"m"}"#,
            "content[0].input must be an object"
        ),
    ])
    func wrongShapesOfSamplingResultsAreRefused(_ response: String, _ problem: String) throws {
        let response = try JSON(parsing: response)
        #expect(throws: MCPError.invalidParams("sampling/createMessage: \(problem)")) { try Self.sampling.check(response) }
    }

    @Test func rootsAreRead() throws {
        let response = try JSON(
            parsing: #"{"roots":[{"uri":"file:///test/root","name":"Test Root","_meta":{}},{"uri":"file:///b","name":null}]}"#)
        try Self.roots.check(response)
        #expect(try [Root](response) == [Root(uri: "file:///test/root", name: "Test Root"), Root(uri: "file:///b")])
        #expect(try [Root](["roots": []]) == [])
    }

    @Test(arguments: [
        ("5", "the answer must be an object, not 5"), ("{}", "roots must be an array"), (#"{"roots":{}}"#, "roots must be an array"),
        (#"{"roots":["file:///a"]}"#, #"roots[0] must be an object, not "file:///a""#),
        (#"{"roots":[{"uri":"file:///a"},{"name":"b"}]}"#, "roots[1].uri is missing"),
        (#"{"roots":[{"uri":5}]}"#, "roots[0].uri must be a string, not 5"),
    ])
    func wrongShapesOfRootsAreRefused(_ response: String, _ problem: String) throws {
        let response = try JSON(parsing: response)
        #expect(throws: MCPError.invalidParams("roots/list: \(problem)")) { try Self.roots.check(response) }
    }
}
