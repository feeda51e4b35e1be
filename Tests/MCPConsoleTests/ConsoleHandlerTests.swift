import Foundation
import MCPConsole
import MCPTransportHTTP
import Testing

@Suite struct ConsoleHandlerTests {
    private func get(
        _ path: String, method: String = "GET", host: String = "localhost:8080", _ headers: HTTPHeaders = [:],
        origins: OriginPolicy = .loopback
    ) throws -> (head: HTTPResponseHead, text: String) {
        let responder = RecordingResponder()
        var all = headers
        all.add("host", host)
        _ = ConsoleHandler(before: Teapot(), origins: origins).serve(HTTPRequest(method: method, target: path, headers: all), responder)
        let response = try #require(responder.response)
        return (response.head, String(decoding: response.body, as: UTF8.self))
    }

    @Test(arguments: ["/console", "/mcp_sse_example.html", "/console?lang=ja"]) func thePageIsServed(_ path: String) throws {
        let (head, text) = try get(path)
        #expect(head.status == 200)
        #expect(head.headers["content-type"] == "text/html; charset=utf-8")
        #expect(text.contains("<title>MCP Console</title>"))
    }

    @Test(arguments: ["/mcp", "/", "/console/", "/console/none.js", "/console/../index.html", "/consoles"])
    func everythingElseIsHandedOn(_ path: String) throws {
        #expect(try get(path).head.status == 418)
    }

    /// What the catalogue of MCPConsole shows: `Scripts/check-docs.py` compares them.
    @Test func theCataloguesSample() throws {
        let (handler, responder) = (Teapot(), RecordingResponder())
        let behind = ConsoleHandler(before: handler, origins: .loopback)
        _ = behind.serve(HTTPRequest(method: "GET", target: "/console", headers: ["host": "localhost"]), responder)
        #expect(try #require(responder.response).head.status == 200)
    }

    /// A module that is named in the sources and not served would be noticed only where it is used.
    @Test func allThatItLoadsIsServed() throws {
        var open = ["/console"]
        var seen: Set<String> = []
        while let path = open.popLast() {
            guard seen.insert(path).inserted else { continue }
            let (head, text) = try get(path)
            #expect(head.status == 200, "\(path)")
            let named = text.matches(of: /(?:href|src)="(console\/[a-z-]+\.(?:js|css))"/).map { "/\($0.1)" }
            let imported = text.matches(of: /from "\.\/([a-z-]+\.js)";/).map { "/console/\($0.1)" }
            open += named + imported
        }
        #expect(seen.count > 40)
    }

    @Test(arguments: ["/console", "/console/app.js", "/console/tokens.css"]) func itsPolicyIsStrict(_ path: String) throws {
        let headers = try get(path).head.headers
        let policy = try #require(headers["content-security-policy"])
        for part in [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-ancestors 'none'",
            "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'",
        ] {
            #expect(policy.contains(part))
        }
        #expect(!policy.contains("unsafe") && !policy.contains("*") && !policy.contains("http"))
        #expect(headers["x-content-type-options"] == "nosniff")
        #expect(headers["referrer-policy"] == "no-referrer")
        #expect(headers["cross-origin-resource-policy"] == "same-origin")
    }

    @Test func aBrowserThatHasItIsToldSo() throws {
        let tag = try #require(try get("/console/app.js").head.headers["etag"])
        let again = try get("/console/app.js", ["if-none-match": "\"other\", W/\(tag)"])
        #expect(again.head.status == 304 && again.text.isEmpty)
        #expect(try get("/console/app.js", ["if-none-match": "\"other\""]).head.status == 200)
        #expect(try get("/console/dom.js").head.headers["etag"] != tag)
    }

    @Test func otherMethodsAreRefused() throws {
        let (head, _) = try get("/console", method: "POST")
        #expect(head.status == 405 && head.headers["allow"] == "GET, HEAD")
        #expect(try get("/console", method: "HEAD").head.status == 200)
    }

    @Test func strangersAreRefused() throws {
        #expect(try get("/console", host: "evil.example").head.status == 403)
        #expect(try get("/console", ["origin": "https://evil.example"]).head.status == 403)
        #expect(try get("/console", host: "desk.example", origins: .network(hosts: ["desk.example"])).head.status == 200)
        #expect(try get("/console", host: "evil.example", origins: .network(hosts: ["desk.example"])).head.status == 403)
    }
}
