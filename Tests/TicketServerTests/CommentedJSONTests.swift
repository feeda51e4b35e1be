import MCPCore
import Testing

@testable import TicketServer

/// Settings that people write keep everything that is theirs.
@Suite struct CommentedJSONTests {
    private static let entry = SettingsValue.object([.init(key: "command", value: .string("/bin/t"))])

    @Test(
        arguments: [
            // Nothing there yet.
            ("{}\n", "{\n  \"servers\": {\n    \"t\": {\n      \"command\": \"/bin/t\"\n    }\n  }\n}\n"),
            // Beside others, with their comments, in their indentation.
            (
                "{\n\t// mine\n\t\"a\": 1, /* b */\n\t\"servers\": {\n\t\t\"o\": {} // keep\n\t}\n}",
                "{\n\t// mine\n\t\"a\": 1, /* b */\n\t\"servers\": {\n\t\t\"o\": {}, // keep\n\t\t\"t\": {\n\t\t\t\"command\": \"/bin/t\"\n\t\t}\n\t}\n}"
            ),
            // Commas at the end stay, and none is doubled.
            (
                "{\"servers\": {\"o\": {},},}",
                "{\"servers\": {\"o\": {},\n    \"t\": {\n      \"command\": \"/bin/t\"\n    }\n  },}"
            ),
            // Line ends of the document; a byte order mark; what is no ASCII.
            (
                "\u{FEFF}{\r\n  \"名\": \"値\"\r\n}\r\n",
                "\u{FEFF}{\r\n  \"名\": \"値\",\r\n  \"servers\": {\r\n    \"t\": {\r\n      \"command\": \"/bin/t\"\r\n    }\r\n  }\r\n}\r\n"
            ),
            // In place of what was there.
            (
                "{\n  \"servers\": {\n    \"t\": {\"command\": \"old\"}, // note\n    \"u\": {}\n  }\n}",
                "{\n  \"servers\": {\n    \"t\": {\n      \"command\": \"/bin/t\"\n    }, // note\n    \"u\": {}\n  }\n}"
            ),
            // A comment as the last thing, without an end of line of its own.
            ("{ /* none yet */ }", "{ /* none yet */\n  \"servers\": {\n    \"t\": {\n      \"command\": \"/bin/t\"\n    }\n  }\n }"),
        ])
    func onlyTheEntryChanges(_ before: String, _ after: String) throws {
        let document = try CommentedJSON(before)
        #expect(document.setting(Self.entry, at: ["servers", "t"]) == after)
        // What comes out is a document again, and holds the entry and all that was there.
        let changed = try CommentedJSON(after)
        let node = try #require(changed.node(at: ["servers", "t"]))
        #expect(changed.json(node) == Self.entry.json)
    }

    @Test func valuesGoToTheEndOfAnArray() throws {
        let document = try CommentedJSON("{\n  \"inputs\": [\n    1 // one\n  ]\n}")
        #expect(document.appending(.string("x"), at: ["inputs"]) == "{\n  \"inputs\": [\n    1, // one\n    \"x\"\n  ]\n}")
        #expect(try CommentedJSON("{\"inputs\": {}}").appending(.string("x"), at: ["inputs"]) == nil)
        #expect(try CommentedJSON("{\"servers\": []}").setting(Self.entry, at: ["servers", "t"]) == nil)
        #expect(try CommentedJSON("[1]").setting(Self.entry, at: ["servers", "t"]) == nil)
    }

    @Test(
        arguments: [
            ("{\n  \"a\": 1\n  \"b\": 2\n}", "comma", 3, 3), ("{\"a\" 1}", "colon", 1, 6), ("{a: 1}", "name of a member", 1, 2),
            ("{\"a\": tru}", "no value", 1, 7), ("{\"a\": 1", "comma or a closing bracket", 1, 8), ("{} x", "behind the end", 1, 4),
            ("{ /* a", "comment is not closed", 1, 3), ("{\"a\": \"b\n\"}", "not closed", 1, 9), ("", "no value", 1, 1),
            ("{\"a\": 1, \"a\": 2}", "twice", 1, 10), ("{\"a\": 01}", "no value", 1, 7), ("{'a': 1}", "name of a member", 1, 2),
            ("{\"名\": x}", "no value", 1, 7), ("{,}", "name of a member", 1, 2), ("{\"a\": /}", "no value", 1, 7),
        ])
    func whatIsBrokenIsSaidWithItsPlace(_ text: String, _ words: String, _ line: Int, _ column: Int) {
        let fault = #expect(throws: CommentedJSON.Fault.self) { _ = try CommentedJSON(text) }
        #expect(fault?.message.contains(words) == true, "\(String(describing: fault))")
        #expect(fault.map { [$0.line, $0.column] } == [line, column], "\(text)")
    }

    @Test func nestingIsBounded() {
        let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(throws: CommentedJSON.Fault.self) { _ = try CommentedJSON(deep) }
    }
}
