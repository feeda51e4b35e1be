import MCPCore
import Testing

@Suite struct SchemaTests {
    enum Priority: String, CaseIterable, Sendable { case low, high }

    struct Input: Sendable {
        let title: String
        let count: Int
        let share: Double?
        let urgent: Bool
        let priority: Priority?
        let tags: [String]?
        let due: Change<String>
        let requester: Requester?
    }

    struct Requester: Sendable { let name: String }

    static let schema = Schema<Input>.object(
        required("title", "One line.", .string(1...5)),
        required("count", "", .integer(0...10)),
        optional("share", "", .number(0.0...1.0)),
        defaulted("urgent", "", .boolean, false, as: false),
        optional("priority", "", .choice),
        optional("tags", "", .array(of: .string(1...3), count: ...2)),
        clearable("due", "", .string),
        optional("requester", "", .object(required("name", "", .string)) { Requester(name: $0) })
    ) {
        Input(title: $0, count: $1, share: $2, urgent: $3, priority: $4, tags: $5, due: $6, requester: $7)
    }

    private func issues(_ text: String, _ coercion: SchemaCoercion = .lossless) throws -> [String] {
        let value = try JSON(parsing: text)
        do throws(SchemaIssues) {
            _ = try Self.schema.decode(value, coercion: coercion)
            return []
        } catch {
            return error.issues.map(\.description)
        }
    }

    @Test func schemaIsWhatClientsAreTold() {
        #expect(
            JSON.object(Self.schema.json).text
                == #"{"type":"object","properties":{"title":{"type":"string","minLength":1,"maxLength":5,"description":"One line."},"count":{"type":"integer","minimum":0,"maximum":10},"share":{"type":"number","minimum":0.0,"maximum":1.0},"urgent":{"type":"boolean","default":false},"priority":{"type":"string","enum":["low","high"]},"tags":{"type":"array","items":{"type":"string","minLength":1,"maxLength":3},"maxItems":2},"due":{"type":["string","null"]},"requester":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false}},"required":["title","count"],"additionalProperties":false}"#
        )
    }

    @Test func everythingIsDecoded() throws {
        let input = try Self.schema.decode([
            "title": "印刷", "count": 3, "share": 1, "urgent": true, "priority": "high", "tags": ["a"], "due": nil,
            "requester": ["name": "山田"],
        ])
        #expect(input.title == "印刷" && input.count == 3 && input.share == 1 && input.urgent && input.priority == .high)
        #expect(input.tags == ["a"] && input.requester?.name == "山田")
        guard case .cleared = input.due else {
            Issue.record("an explicit null clears")
            return
        }
    }

    @Test func absentAndNullAreNothing() throws {
        let input = try Self.schema.decode(["title": "a", "count": 0, "share": nil, "urgent": nil, "tags": nil])
        #expect(input.share == nil && !input.urgent && input.priority == nil && input.tags == nil)
        guard case .unchanged = input.due else {
            Issue.record("an absent member changes nothing")
            return
        }
    }

    @Test func allIssuesAreReportedAtOnceWithPaths() throws {
        #expect(
            try issues(
                #"{"count":11,"share":"x","urgent":"maybe","priority":"urgent","tags":["ok","long one",5],"due":7.5,"requester":{"nam":"x"},"extra":1}"#
            )
                == [
                    "extra: is unknown; known are title, count, share, urgent, priority, tags, due, requester",
                    "title: is required", "count: must be 0 to 10, not 11", #"share: must be a number, not "x""#,
                    #"urgent: must be true or false, not "maybe""#, #"priority: must be one of low, high, not "urgent""#,
                    "tags: must have at most 2 elements, not 3", "requester.nam: is unknown; known are name",
                    "requester.name: is required",
                ])
        #expect(
            try issues(#"{"title":"","count":1,"tags":["a","long one"]}"#) == [
                "title: must not be empty (1 to 5 characters)", "tags[1]: must be 1 to 3 characters, not 8",
            ])
        #expect(try issues("[]") == ["must be an object, not an array"])
    }

    @Test(arguments: ["5", "5.0", "5e0", "\"5\""])
    func losslessCoercionForIntegers(_ text: String) throws {
        #expect(try Self.schema.decode(["title": "a", "count": JSON(parsing: text)]).count == 5)
    }

    @Test(arguments: ["5.5", "\"5.5\"", "\"five\"", "true", "1e30", "[5]", "\"\""])
    func whatLosesSomethingIsRefused(_ text: String) throws {
        #expect(throws: SchemaIssues.self) { try Self.schema.decode(["title": "a", "count": JSON(parsing: text)]) }
    }

    @Test func coercionCanBeSwitchedOff() throws {
        #expect(try issues(#"{"title":5,"count":"5","urgent":"true","share":"0.5"}"#) == [])
        #expect(try issues(#"{"title":5,"count":"5","urgent":"true","share":"0.5"}"#, .strict).count == 4)
        #expect(try issues(#"{"title":"a","count":5.0}"#, .strict) == [])
    }

    @Test func lengthsAreCountedInScalars() throws {
        // A family emoji is one character to a reader and seven scalars to JSON Schema.
        #expect(try issues(#"{"title":"👨‍👩‍👧‍👦","count":1}"#) == ["title: must be 1 to 5 characters, not 7"])
        #expect(try issues(#"{"title":"𠮷野家あい","count":1}"#) == [])
    }

    @Test func issuesAreBounded() throws {
        let members = (0..<200).map { "\"x\($0)\":1" }.joined(separator: ",")
        #expect(try issues("{\(members)}").count == 50)
    }

    @Test func oneOrMoreTakesBoth() throws {
        let schema = Schema<[Int]>.oneOrMore(of: .integer, count: 1...3)
        #expect(try schema.decode(5) == [5])
        #expect(try schema.decode([5, 6]) == [5, 6])
        #expect(throws: SchemaIssues.self) { try schema.decode([]) }
        #expect(throws: SchemaIssues.self) { try schema.decode("x") }
    }

    struct Ticket: Sendable { let id: Int, owner: String?, labels: [String] }

    @Test func outputIsWrittenAsItsSchemaSays() {
        let schema = OutputSchema<Ticket>.object(
            field("id", { $0.id }, .integer), field("owner", ifPresent: { $0.owner }, .string),
            field("labels", { $0.labels }, .array(of: .string)))
        #expect(schema.encode(Ticket(id: 7, owner: nil, labels: ["a", "b"])).text == #"{"id":7,"labels":["a","b"]}"#)
        #expect(schema.encode(Ticket(id: 7, owner: "田中", labels: [])).text == #"{"id":7,"owner":"田中","labels":[]}"#)
        #expect(
            JSON.object(schema.json).text
                == #"{"type":"object","properties":{"id":{"type":"integer"},"owner":{"type":"string"},"labels":{"type":"array","items":{"type":"string"}}},"required":["id","labels"]}"#
        )
    }
}
