internal import HTTPTypes
internal import HummingbirdTesting
internal import Testing

@testable internal import TicketAPI

@Suite struct ProblemTests {
    @Test(arguments: ["/nope", "/tickets/1/nope", "/", "/tickets/0", "/tickets/abc", "/tickets/T-", "/tickets/9/history", "/tickets/99"])
    func unknownThingsAre404(_ path: String) async throws {
        try await TestDesk.run { desk async throws in expect(try await desk.get(path), 404, "not_found") }
    }

    @Test func otherMethodsAre405() async throws {
        try await TestDesk.run { desk async throws in
            let reply = try await desk.send(.delete, "/tickets", [:], nil)
            expect(reply, 405, "method_not_allowed")
            #expect(reply.headers["allow"] == "GET, POST, HEAD")
            #expect(try await desk.send(.put, "/tickets/1", [:], nil).headers["allow"] == "GET, PATCH, HEAD")
            #expect(try await desk.send(.post, "/users", [:], nil).status == 405)
            #expect(try await desk.send(.head, "/tickets", [:], nil).status == 200)
        }
    }

    @Test(arguments: [nil, "text/plain", "application/x-www-form-urlencoded", "application/jsonx"])
    func otherMediaTypesAre415(_ type: String?) async throws {
        try await TestDesk.run(tickets: 1) { desk async throws in
            let headers = ["content-type": type, "if-match": "*"].compactMapValues(\.self)
            let body = Array(#"{"title":"x","body":"x"}"#.utf8)
            for (method, uri) in [("POST", "/tickets"), ("PATCH", "/tickets/1"), ("POST", "/tickets/1/history")] {
                let reply = try await desk.send(method == "POST" ? .post : .patch, uri, headers, body)
                expect(reply, 415, "unsupported_media_type")
            }
        }
    }

    @Test(arguments: ["application/json; charset=utf-8", "Application/JSON"])
    func jsonMediaTypesAreRead(_ type: String) async throws {
        try await TestDesk.run { desk async throws in
            #expect(try await desk.post("/tickets", ["title": "x"], ["content-type": type]).status == 201)
        }
    }

    @Test(arguments: ["", "{", "{\"title\":}", "\u{feff}nonsense", "{\"title\":\"x\"} x"])
    func otherThanJSONIs400(_ text: String) async throws {
        try await TestDesk.run { desk async throws in
            let reply = try await desk.send(.post, "/tickets", ["content-type": "application/json"], Array(text.utf8))
            expect(reply, 400, "malformed_json")
        }
    }

    @Test(arguments: ["[]", "1", "null", "\"x\""])
    func otherThanAnObjectIs400(_ text: String) async throws {
        try await TestDesk.run { desk async throws in
            let reply = try await desk.send(.post, "/tickets", ["content-type": "application/json"], Array(text.utf8))
            expect(reply, 400, "body_not_object")
        }
    }

    @Test func invalidUTF8Is400() async throws {
        try await TestDesk.run { desk async throws in
            let bytes = Array(#"{"title":""#.utf8) + [0xFF, 0xFE] + Array(#""}"#.utf8)
            expect(try await desk.send(.post, "/tickets", ["content-type": "application/json"], bytes), 400, "malformed_json")
            expect(try await desk.get("/tickets?query=%FF"), 400, "invalid_query")
        }
    }

    @Test(arguments: [false, true])
    func bigBodiesAre413(_ isLive: Bool) async throws {
        try await TestDesk.run(isLive ? .live : .router) { desk async throws in
            let bytes = [UInt8](repeating: 0x20, count: Limits.bodyBytes + 1)
            expect(try await desk.send(.post, "/tickets", ["content-type": "application/json"], bytes), 413, "body_too_large")
        }
    }

    @Test func theLargestBodyIsRead() async throws {
        try await TestDesk.run { desk async throws in
            let text = String(repeating: "語", count: Limits.longText)
            let body = JSONValue.object([.init("title", "x"), .init("description", .string(text))]).bytes
            let padded = body + [UInt8](repeating: 0x20, count: Limits.bodyBytes - body.count)
            let reply = try await desk.send(.post, "/tickets", ["content-type": "application/json"], padded)
            #expect(reply.status == 201)
            #expect(reply.json["description"]?.string == text)
        }
    }

    private func expect(_ reply: Reply, _ status: Int, _ code: String, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(reply.status == status, sourceLocation: sourceLocation)
        #expect(reply.code == code, sourceLocation: sourceLocation)
        #expect(reply.contentType.hasPrefix("application/problem+json"), sourceLocation: sourceLocation)
        #expect(reply.json["status"]?.integer == status, sourceLocation: sourceLocation)
        for member in ["type", "title", "detail"] { #expect(reply.json[member]?.string?.isEmpty == false, sourceLocation: sourceLocation) }
    }
}
