internal import MCPCore
internal import MCPTesting
internal import Testing

@Suite struct URITemplateMatchTests {
    private static let plain: [(String, String, [String: String]?)] = [
        ("ticket://{id}", "ticket://7", ["id": "7"]), ("ticket://{id}", "ticket://7/", nil), ("ticket://{id}", "ticket://a/b", nil),
        ("ticket://{id}", "ticket://a%2Fb", ["id": "a/b"]), ("ticket://{id}", "ticket://a%2fb", ["id": "a/b"]),
        ("ticket://{id}", "ticket://%E7%94%B0", ["id": "田"]), ("ticket://{id}", "ticket://田", ["id": "田"]),
        ("ticket://{id}", "ticket://%252F", ["id": "%2F"]), ("ticket://{id}", "ticket://..", ["id": ".."]),
        ("ticket://{id}", "ticket://", [:]), ("ticket://{id}", "ticket:/", nil), ("ticket://{id}", "xticket://7", nil),
        ("ticket://{id}", "ticket://%FF", nil), ("ticket://{id}", "ticket://%E7%94", nil), ("ticket://{id}", "ticket://%4", nil),
        ("ticket://{id}", "ticket://%", nil), ("ticket://{id}", "ticket://a b", nil), ("ticket://{id}", "ticket://a?b", nil),
        ("ticket://{id}", "ticket://a\u{0}", nil), ("ticket://{id}/history", "ticket://7/history", ["id": "7"]),
        ("ticket://{id}/history", "ticket://7/histor", nil), ("ticket://{id}/history", "ticket:///history", [:]),
        ("ticket://all", "ticket://all", [:]), ("ticket://all", "ticket://al", nil), ("", "", [:]), ("", "a", nil),
        ("café/{x}", "café/1", ["x": "1"]), ("café/{x}", "caf%c3%a9/1", ["x": "1"]), ("caf%c3%a9/{x}", "café/1", ["x": "1"]),
        ("{x,y}", "1,2", ["x": "1", "y": "2"]), ("{x,y}", "1", ["x": "1"]), ("{x,y}", ",2", ["x": "", "y": "2"]),
        ("{x,y}", "1,", ["x": "1", "y": ""]), ("{x,y}", "", [:]), ("{x,y}", "1,2,3", nil),
        ("{name}.{type}", "a.b.c", ["name": "a.b", "type": "c"]), ("{a}{b}", "xy", ["a": "xy"]),
        ("{a}-{a}", "x-x", ["a": "x"]), ("{a}-{a}", "x-y", nil),
        ("{a:3}", "abc", ["a": "abc"]), ("{a:3}", "abcd", nil), ("{a:2}", "田%E4%B8%AD", ["a": "田中"]), ("{a:1}", "田中", nil),
        ("{a:3}{b}", "abcde", ["a": "abc", "b": "de"]), ("{a:1}/{a}", "v/value", ["a": "value"]), ("{a}/{a:1}", "value/v", ["a": "value"]),
        ("{a:1}/{a}", "x/value", nil), ("{a:2}/{a:4}", "va/valu", ["a": "valu"]), ("{a:3,b}", "abcd", ["b": "abcd"]),
        // The F is half of a letter.
        ("{a}F", "%4F", nil), ("{a}F", "%4FF", ["a": "O"]),
    ]
    private static let reserved: [(String, String, [String: String]?)] = [
        ("file://{+path}", "file:///a/b%20c?d#e", ["path": "/a/b c?d#e"]), ("file://{+path}", "file://", [:]),
        ("file://{+path}", "file:///a b", nil), ("{+path}/edit", "/a/edit/edit", ["path": "/a/edit"]),
        ("{+a,b}", "1,2,3", ["a": "1", "b": "2,3"]), ("{+list}", "red,green", ["list": "red,green"]),
        ("up{+path}{var}/here", "up/foo/barvalue/here", ["path": "/foo/barvalue"]), ("{+path:6}/here", "/foo/b/here", ["path": "/foo/b"]),
        ("{+path:6}/here", "/foo/ba/here", nil), ("a{#b}", "a#x/y?z", ["b": "x/y?z"]), ("a{#b}", "a#", ["b": ""]), ("a{#b}", "a", [:]),
        ("a{#b}", "ab", nil), ("{#x,hello,y}", "#1024,Hello%20World!,768", ["x": "1024", "hello": "Hello World!", "y": "768"]),
    ]
    private static let separated: [(String, String, [String: String]?)] = [
        ("X{.x,y}", "X.a.b", ["x": "a", "y": "b"]), ("X{.x,y}", "X.a.b.c", ["x": "a", "y": "b.c"]), ("X{.x}", "X.tar.gz", ["x": "tar.gz"]),
        ("X{.x}", "X", [:]), ("X{.x}", "X.", ["x": ""]), ("X{.x}", "Xa", nil), ("X{.x}/a", "X.b/a", ["x": "b"]),
        ("{/a,b}", "/1/2", ["a": "1", "b": "2"]), ("{/a,b}", "/1", ["a": "1"]), ("{/a,b}", "//2", ["a": "", "b": "2"]), ("{/a,b}", "", [:]),
        ("{/a,b}", "/1/2/3", nil), ("{/a,b}", "1/2", nil), ("{/var,x}/here", "/value/1024/here", ["var": "value", "x": "1024"]),
        ("{/var,x}/here", "/value/here", ["var": "value"]), ("{/var:1,var}", "/v/value", ["var": "value"]),
        ("{/var:1,var}", "/x/value", nil),
        ("{/who,dub}", "/fred/me%2Ftoo", ["who": "fred", "dub": "me/too"]),
    ]
    private static let named: [(String, String, [String: String]?)] = [
        ("a{?x,y}", "a?x=1&y=2", ["x": "1", "y": "2"]), ("a{?x,y}", "a?y=2&x=1", ["x": "1", "y": "2"]), ("a{?x,y}", "a?y=2", ["y": "2"]),
        ("a{?x,y}", "a", [:]), ("a{?x,y}", "a?x=&y", ["x": "", "y": ""]), ("a{?x,y}", "a?", nil), ("a{?x,y}", "a?z=1", nil),
        ("a{?x,y}", "a?x=1&z=1", nil), ("a{?x,y}", "a?x=1&", nil), ("a{?x,y}", "a?&x=1", nil), ("a{?x,y}", "a?x=1&x=1", nil),
        ("a{?x,y}", "a&x=1", nil), ("a{?x,y}", "a?x=1=2", nil), ("a{?x,y}", "a?=1", nil), ("a{?x,y}", "a?xx=1", nil),
        ("a{?q}", "a?q=%E7%94%B0%20%26", ["q": "田 &"]), ("a{?q}", "a?q=田", ["q": "田"]), ("a{?q}", "a?q=%FF", nil),
        ("a{?q}", "a?q=b/c", nil), ("a{?v:3}", "a?v=val", ["v": "val"]), ("a{?v:3}", "a?v=valu", nil),
        ("a{?x}{&y}", "a?y=2&x=1", ["x": "1", "y": "2"]), ("a{?x}{&y}", "a&y=2", ["y": "2"]), ("a?f=1{&x}", "a?f=1&x=2", ["x": "2"]),
        ("a?f=1{&x}", "a?f=1", [:]), ("a?f=1{&x}", "a?x=2&f=1", nil), ("a{?x}{#y}", "a?x=1#2", ["x": "1", "y": "2"]),
        ("a{?x}{+rest}", "a?x=1&x=2", ["x": "1", "rest": "&x=2"]), ("a{?x}.json", "a?x=1.json", ["x": "1"]),
        ("a{?%c3%a9}", "a?%C3%A9=1", ["%c3%a9": "1"]), ("a{?d.e}", "a?d.e=1", ["d.e": "1"]),
        ("a{;x,y}", "a;x=1;y=2", ["x": "1", "y": "2"]), ("a{;x,y}", "a;y;x=1", ["x": "1", "y": ""]), ("a{;x,y}/b", "a;x=1/b", ["x": "1"]),
        ("a{;x,y}", "a;z=1", nil), ("a{;x,y}", "a?x=1", nil), ("a/{x}{?x}", "a/1?x=1", ["x": "1"]), ("a/{x}{?x}", "a/1?x=2", nil),
    ]
    private static let exploded: [(String, String, [String: String]?)] = [
        ("{list*}", "red,a%20b,c=d", ["list": "red,a%20b,c=d"]), ("{list*}", "a/b", nil), ("a{/path*}", "a/b%20c/d", ["path": "b%20c/d"]),
        ("a{/path*}", "a", [:]), ("a{/path*}", "a/", ["path": ""]),
        ("{/list*,last:4}", "/red/green/blue/%2Ffoo", ["list": "red/green/blue", "last": "/foo"]),
        ("{/list*,a,b}", "/1/2/3", ["list": "1", "a": "2", "b": "3"]), ("{/list*,a,b}", "/1/2/3/4", ["list": "1/2", "a": "3", "b": "4"]),
        ("{/list*,a,b}", "/1", ["list": "1"]), ("www{.dom*}", "www.example.com", ["dom": "example.com"]),
        ("{+list*}", "/a,b%2C", ["list": "/a,b%2C"]),
        ("a{?list*}", "a?list=1&list=%20", ["list": "list=1&list=%20"]), ("a{?keys*}", "a?x=1&y", ["keys": "x=1&y"]),
        ("a{?x,rest*}", "a?p=1&x=2&q=3", ["x": "2", "rest": "p=1&q=3"]), ("a{?x,rest*}", "a?x=2", ["x": "2"]),
        ("a{;keys*}", "a;x=1;y", ["keys": "x=1;y"]), ("a{?keys*}", "a?x=1&&y=2", nil),
    ]

    @Test(arguments: plain + reserved + separated + named + exploded)
    func matches(_ template: String, _ uri: String, _ values: [String: String]?) throws {
        #expect(try URITemplate(template).match(uri) == values)
    }

    /// What is found in an expansion expands to it again, whichever of several answers it is.
    @Test(arguments: URITemplateTests.examples) func examplesAreReadBack(_ template: String, _ uri: String) throws {
        let template = try URITemplate(template)
        let values = try #require(template.match(uri))
        #expect(template.expand(values) == uri)
    }

    @Test func valuesComeBackFromWhatTheyExpandTo() throws {
        let alphabet = Array("aZ0-._~ /?#[]@!$&'()*+,;=%\"<>^`{|}é田😀\u{301}\u{0}\n")
        let template = try URITemplate("t://{a}/{b}/c{/d,e}{;f}{?g,h}{&i}{#j}")
        var generator = SplitMix64(state: 11)
        for _ in 0..<300 {
            var values: [String: String] = [:]
            for name in template.variables where Bool.random(using: &generator) {
                let length = Int.random(in: 1...6, using: &generator)
                values[name] = String((0..<length).map { _ in alphabet.randomElement(using: &generator) ?? "a" })
            }
            // A fragment keeps triplets as they are, so that a percent sign may mean two things.
            if values["j"]?.contains("%") == true { values["j"] = nil }
            // Of two values in a row the first is there.
            if values["d"] == nil { values["e"] = nil }
            #expect(template.match(template.expand(values)) == values)
        }
    }

    /// Random templates: what values expand to is always matched, and what is found expands to the same URI again. All from one small
    /// alphabet, so that separators, literals and values collide. Texts are compared decoded, since `+` and `#` take both forms.
    @Test func everyExpansionMatches() throws {
        var generator = SplitMix64(state: 5)
        for _ in 0..<3_000 {
            let (template, values) = try Self.randomTemplate(&generator)
            let uri = template.expand(values)
            guard let found = template.match(uri) else {
                Issue.record("\(template) does not match its expansion \(uri)")
                continue
            }
            #expect(Self.decoded(template.expand(found)) == Self.decoded(uri), "\(template) found \(found)")
            // A damaged URI may match too; then it is one that the found values expand to.
            var damaged = Array(uri)
            if let index = damaged.indices.randomElement(using: &generator) { damaged[index] = Self.letter(&generator) }
            guard let found = template.match(String(damaged)) else { continue }
            #expect(Self.decoded(template.expand(found)) == Self.decoded(String(damaged)), "\(template) found \(found)")
        }
    }

    private static let alphabet = Array("ab.,/#")

    private static func letter(_ generator: inout SplitMix64) -> Character { alphabet.randomElement(using: &generator) ?? "a" }

    private static func decoded(_ uri: String) -> String {
        let parts = uri.split(separator: "%", omittingEmptySubsequences: false)
        let rest = parts.dropFirst().map { String(Unicode.Scalar(UInt8($0.prefix(2), radix: 16) ?? 0)) + $0.dropFirst(2) }
        return String(parts[0]) + rest.joined()
    }

    /// Of the operators without names, where the order is that of the template; each variable once.
    private static func randomTemplate(_ generator: inout SplitMix64) throws -> (URITemplate, [String: String]) {
        var text = ""
        var values: [String: String] = [:]
        var count = 0
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            text += String((0..<Int.random(in: 0...2, using: &generator)).map { _ in letter(&generator) })
            var variables: [String] = []
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                count += 1
                let prefix = Int.random(in: 0...5, using: &generator)
                variables.append(1...3 ~= prefix ? "v\(count):\(prefix)" : "v\(count)")
                guard Int.random(in: 0...3, using: &generator) > 0 else { continue }
                values["v\(count)"] = String((0..<Int.random(in: 0...4, using: &generator)).map { _ in letter(&generator) })
            }
            let kind = ["", "+", "#", ".", "/"].randomElement(using: &generator) ?? ""
            text += "{\(kind)\(variables.joined(separator: ","))}"
        }
        return (try URITemplate(text), values)
    }

    /// Each would keep a matcher that tries all ways busy beyond the end of time.
    private static let hostile: [(String, String)] = [
        (String(repeating: "{a}", count: 64) + "!", "a"),
        ("{+" + many("").split(separator: ",").joined(separator: "}{+") + "}\u{E9}", "a"),
        ("{/" + many("*") + "}!", "/"),
        ("{+" + many("") + "}\u{E9}", ","),
        ("{." + many(":9999") + "}!", "."),
        ("{?" + many("*") + "}!", "?a&a=1"),
        ("{?" + many("") + "}!", "&a1=1"),
    ]

    private static func many(_ modifier: String) -> String {
        (0..<URITemplate.maximumVariables).map { "a\($0)\(modifier)" }.joined(separator: ",")
    }

    @Test(.timeLimit(.minutes(1)), arguments: hostile)
    func hostileURIsCostNoMoreThanOthers(_ template: String, _ piece: String) throws {
        let template = try URITemplate(template)
        let uri = String(repeating: piece, count: URITemplate.maximumURIBytes / piece.utf8.count)
        #expect(template.match(uri) == nil)
    }

    @Test func longURIsMatchNothing() throws {
        let template = try URITemplate("{+a}")
        let longest = String(repeating: "/", count: URITemplate.maximumURIBytes)
        #expect(template.match(longest) == ["a": longest])
        #expect(template.match(longest + "/") == nil)
        // Counted as they are encoded.
        #expect(template.match(String(repeating: "é", count: URITemplate.maximumURIBytes / 6))?.count == 1)
        #expect(template.match(String(repeating: "é", count: URITemplate.maximumURIBytes / 2)) == nil)
    }
}
