internal import MCPCore
internal import Testing

@testable internal import TicketTools

@Suite(.timeLimit(.minutes(1))) struct BoardTests {
    private static let apps: JSONObject = [
        "extensions": ["io.modelcontextprotocol/ui": ["mimeTypes": ["text/html;profile=mcp-app"]]]
    ]

    @Test(arguments: [ProtocolRevision.v2025_11_25, .v2026_07_28]) func theToolsAreTiedToThePage(_ revision: ProtocolRevision) async throws
    {
        let client = try await CatalogClient.open(revision, capabilities: Self.apps)
        let tools = try await client.request("tools/list")["result"]?["tools"]?.array ?? []
        let tied = tools.filter { $0["_meta"]?["ui"]?["resourceUri"] == "ui://tickets/board" }
        #expect(tied.compactMap { $0["name"]?.string } == ["get_ticket_list", "get_ticket_detail"])
        let contents = try await client.read("ui://tickets/board")["result"]?["contents"]?[0]
        #expect(contents?["mimeType"] == "text/html;profile=mcp-app")
        #expect(contents?["text"]?.string?.hasPrefix("<!DOCTYPE html>") == true)
        #expect(contents?["_meta"]?["ui"]?["csp"] == nil, "it needs nothing from anywhere")
    }

    /// A host that shows pages and one that shows none get the same answer.
    @Test func withoutPagesTheAnswerIsThere() async throws {
        let plain = try await CatalogClient.open()
        let rich = try await CatalogClient.open(capabilities: Self.apps)
        for client in [plain, rich] {
            let result = try await client.succeed("get_ticket_list", ["query": "T-000123"])
            #expect(result["content"]?[0]?["text"]?.string?.contains("T-000123") == true)
            #expect(result["structuredContent"]?["items"]?[0]?["number"] == "T-000123")
        }
    }

    /// What people wrote can become markup by these alone, and what is fetched by these.
    @Test(arguments: [
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "DOMParser", "createContextualFragment",
        "srcdoc",
        "setAttribute", "http://", "https://", "src=", "href", "url(", "@import", "import(", "fetch(", "XMLHttpRequest", "WebSocket",
        "localStorage", "document.cookie", "onclick", "onload", "<iframe", "<link", "<base", "<form", "style=",
    ])
    func thePageDoesWithout(_ word: String) {
        #expect(!TicketBoard.html.contains(word))
    }

    @Test func thePolicyNamesScriptAndStyle() throws {
        let html = TicketBoard.html
        for (tag, directive) in [("script", "script-src"), ("style", "style-src")] {
            let pieces = html.split(separator: "<\(tag)>")
            try #require(pieces.count == 2)
            let content = try #require(pieces[1].split(separator: "</\(tag)>").first)
            let hash = Base64Text.encode(SHA256.digest(of: Array(content.utf8)))
            #expect(html.contains("\(directive) 'sha256-\(hash)'"))
        }
        #expect(html.contains("default-src 'none'") && !html.contains("unsafe"))
    }

    /// Every word is there in both languages.
    @Test func wordsAreInBothLanguages() throws {
        let code = BoardScript.code
        func keys(_ start: String, _ end: String) throws -> [String] {
            let from = try #require(code.range(of: start)).upperBound
            let to = try #require(code[from...].range(of: end)).lowerBound
            return code[from..<to].split(separator: ",").compactMap { part in
                part.split(separator: ":").first.map { $0.filter { $0.isLetter || $0 == "_" } }
            }
        }
        let english = try keys("en: {", "ja: {").filter { !$0.isEmpty }
        let japanese = try keys("ja: {", "};").filter { !$0.isEmpty }
        #expect(english.count > 30 && english == japanese)
        for key in StatusGroup.allCases.map(\.rawValue) + Priority.allCases.map(\.rawValue) {
            #expect(code.split(separator: " \(key): \"").count == 3, "\(key) has a name in each language")
        }
    }
}

extension String {
    fileprivate func range(of part: String) -> Range<String.Index>? { self[...].range(of: part) }
}

extension Substring {
    fileprivate func range(of part: String) -> Range<String.Index>? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(part) { return index..<self.index(index, offsetBy: part.count) }
            index = self.index(after: index)
        }
        return nil
    }
}
