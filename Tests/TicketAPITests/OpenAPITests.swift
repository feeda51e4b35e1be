internal import HTTPTypes
internal import Testing

@testable internal import TicketAPI

@Suite struct OpenAPITests {
    private static var routes: [APIRoute] {
        get throws {
            let directory = try TemporaryDirectory()
            let store = try SQLTicketStore.sqlite(path: directory.path("tickets.sqlite"))
            return TicketServer(configuration: ServerConfiguration(), store: store).routes
        }
    }

    @Test func everyRouteIsDescribedAndNothingElse() throws {
        let routes = try Self.routes.map { "\($0.method.rawValue.lowercased()) \($0.path)" }
        let described = OpenAPIOperations.all.map { "\($0.method) \($0.path)" }
        #expect(Set(routes) == Set(described))
        #expect(Set(described).count == described.count)
        #expect(Set(OpenAPIOperations.all.map(\.id)).count == described.count)
    }

    @Test(arguments: Engine.allCases) func everyOperationAnswersAsDescribed(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 3) { desk async throws in
            // A stream does not end: it has tests of its own.
            for operation in OpenAPIOperations.all where operation.success.mediaType == "application/json" {
                let uri = operation.path.replacing("{ref}", with: "T-000002").replacing("{id}", with: "1")
                let bodies: [String: JSONValue] = ["NewHistory": ["body": "x"], "CategoryPatch": ["name": "x"]]
                let body = operation.body.map { bodies[$0] ?? ["title": "x"] }
                let method = try #require(HTTPRequest.Method(rawValue: operation.method.uppercased()))
                let headers = body == nil ? [:] : ["content-type": "application/json", "if-match": "*"]
                let reply = try await desk.send(method, uri, headers, body?.bytes)
                #expect(reply.status == operation.success.status, "\(operation.id)")
                for name in operation.success.headers { #expect(reply.headers[name.lowercased()] != nil, "\(operation.id) \(name)") }
                let faults = SchemaCheck(document: OpenAPIDocument.current).faults(of: reply.json, under: operation.success.schema)
                #expect(faults == [], "\(operation.id)")
            }
        }
    }

    @Test(arguments: Engine.allCases) func everyQueryParameterIsDescribedAndNothingElse(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 1) { desk async throws in
            for operation in OpenAPIOperations.all where operation.method == "get" {
                let reply = try await desk.get(operation.path.replacing("{ref}", with: "1") + "?no-such-parameter=1")
                let described = operation.parameters.filter { $0.place == .query }.map(\.name)
                #expect(Set(reply.allowed("no-such-parameter")) == Set(described), "\(operation.id)")
            }
        }
    }

    @Test(
        arguments: Engine.allCases,
        [
            ("NewTicket", "POST", "/tickets"), ("TicketPatch", "PATCH", "/tickets/1"), ("NewHistory", "POST", "/tickets/1/history"),
            ("CategoryPatch", "PATCH", "/categories/1"),
        ])
    func everyMemberIsDescribedAndNothingElse(_ engine: Engine, _ body: (schema: String, method: String, uri: String)) async throws {
        let (schema, method, uri) = body
        try await TestDesk.run(on: engine, tickets: 1) { desk async throws in
            let invalid: JSONValue = ["no_such_member": 1]
            let reply = method == "POST" ? try await desk.post(uri, invalid) : try await desk.patch(uri, invalid)
            let described = OpenAPIDocument.current.at("components", "schemas", schema, "properties")?.names ?? []
            #expect(Set(reply.allowed("no_such_member")) == Set(described))
        }
    }

    @Test func referencesResolve() throws {
        let document = OpenAPIDocument.current
        #expect(document["openapi"] == "3.1.0")
        var count = 0
        func visit(_ value: JSONValue) {
            switch value {
            case .array(let values): values.forEach(visit)
            case .object(let members):
                for member in members {
                    if member.name == "$ref", let path = member.value.string {
                        count += 1
                        let found = path.split(separator: "/").dropFirst().reduce(document as JSONValue?) { $0?[String($1)] }
                        #expect(found != nil, "\(path)")
                    }
                    visit(member.value)
                }
            default: break
            }
        }
        visit(document)
        #expect(count > 100)
    }

    @Test(arguments: Engine.allCases) func problemsAreAsDescribed(_ engine: Engine) async throws {
        try await TestDesk.run(on: engine, tickets: 1) { desk async throws in
            _ = try await desk.patch("/tickets/1", ["priority": "urgent", "comment": "x"])
            let check = SchemaCheck(document: OpenAPIDocument.current)
            let replies = [
                try await desk.get("/tickets?x=1"), try await desk.get("/nope"), try await desk.post("/tickets", [:]),
                try await desk.patch("/tickets/1", version: 1, ["title": "x"]),
            ]
            #expect(replies.map(\.status) == [400, 404, 422, 412])
            for reply in replies { #expect(check.faults(of: reply.json, under: OpenAPISchema.ref("Problem")) == []) }
        }
    }
}
