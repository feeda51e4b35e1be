import Testing

@testable import MCPCore

@Suite struct ElicitationFormTests {
    enum Plan: String, CaseIterable, Sendable {
        case free, paid
        var title: String { self == .free ? "Free of charge" : "Paid" }
    }

    struct Answer: Sendable, Equatable {
        let name: String
        let age: Int?
        let score: Double
        let isSure: Bool
        let plan: Plan
        let colors: [String]
        let sizes: [String]?
    }

    static let form = ElicitationForm(
        Schema<Answer>.object(
            required("name", "Your name", Schema.string(1...50).annotated("title", "Name")),
            optional("age", "", .integer(0...150)),
            defaulted("score", "", .number, 95.5, as: .number(JSONNumber(95.5)!)),
            defaulted("isSure", "", .boolean, true, as: true),
            defaulted("plan", "Which plan?", .choice(titled: \.title), .free, as: "free"),
            required("colors", "Which colors?", .array(of: .string(oneOf: ["red", "green", "blue"]), count: 1...2)),
            defaulted(
                "sizes", "", .array(of: .string(oneOf: [TitledChoice("s", title: "Small"), TitledChoice("l", title: "Large")])), ["s"],
                as: ["s"])
        ) {
            Answer(name: $0, age: $1, score: $2, isSure: $3, plan: $4, colors: $5, sizes: $6)
        })

    @Test(arguments: [ProtocolRevision.v2025_11_25, .v2026_07_28])
    func richRevisionsHaveWordsForAll(_ revision: ProtocolRevision) throws {
        #expect(
            JSON.object(Self.form.requestedSchema(.of(revision))).text
                == #"{"type":"object","properties":{"name":{"type":"string","minLength":1,"maxLength":50,"title":"Name","description":"Your name"},"age":{"type":"integer","minimum":0,"maximum":150},"score":{"type":"number","default":95.5},"isSure":{"type":"boolean","default":true},"plan":{"type":"string","oneOf":[{"const":"free","title":"Free of charge"},{"const":"paid","title":"Paid"}],"description":"Which plan?","default":"free"},"colors":{"type":"array","items":{"type":"string","enum":["red","green","blue"]},"minItems":1,"maxItems":2,"description":"Which colors?"},"sizes":{"type":"array","items":{"anyOf":[{"const":"s","title":"Small"},{"const":"l","title":"Large"}]},"default":["s"]}},"required":["name","colors"]}"#
        )
    }

    @Test func olderRevisionsGetTheNearest() throws {
        #expect(
            JSON.object(Self.form.requestedSchema(.of(.v2025_06_18))).text
                == #"{"type":"object","properties":{"name":{"type":"string","minLength":1,"maxLength":50,"title":"Name","description":"Your name"},"age":{"type":"integer","minimum":0,"maximum":150},"score":{"type":"number"},"isSure":{"type":"boolean","default":true},"plan":{"type":"string","description":"Which plan?","enum":["free","paid"],"enumNames":["Free of charge","Paid"]},"colors":{"type":"string","description":"Which colors?\nComma-separated, 1 to 2 of: red, green, blue"},"sizes":{"type":"string","description":"Comma-separated, any of: s (Small), l (Large)"}},"required":["name","colors"]}"#
        )
    }

    /// All kinds of fields that a test server of 2025-11-25 has to emit.
    @Test func everyKindOfDefaultAndChoiceCanBeSaid() throws {
        let defaults = ElicitationForm(
            Schema<Bool>.object(
                defaulted("name", "", .string, "John Doe", as: "John Doe"),
                defaulted("age", "", .integer, 30, as: 30),
                defaulted("score", "", .number, 95.5, as: .number(JSONNumber(95.5)!)),
                defaulted("status", "", .string(oneOf: ["active", "inactive", "pending"]), "active", as: "active"),
                defaulted("verified", "", .boolean, true, as: true)
            ) { name, age, score, status, verified in
                (name, age, score, status, verified) == ("Jane Smith", 25, 88, "inactive", false)
            })
        #expect(
            JSON.object(defaults.requestedSchema(.of(.v2025_11_25))).text
                == #"{"type":"object","properties":{"name":{"type":"string","default":"John Doe"},"age":{"type":"integer","default":30},"score":{"type":"number","default":95.5},"status":{"type":"string","enum":["active","inactive","pending"],"default":"active"},"verified":{"type":"boolean","default":true}}}"#
        )
        let answer = try JSON(parsing: #"{"name":"Jane Smith","age":25,"score":88.0,"status":"inactive","verified":false}"#)
        #expect(try defaults.decode(answer))
        #expect(try !defaults.decode([:]))

        let options = ["option1", "option2", "option3"]
        let first = (1...3).map { TitledChoice("value\($0)", title: "Choice \($0)") }
        let legacy = Schema.string(oneOf: ["opt1", "opt2"]).annotated("enumNames", ["Option One", "Option Two"])
        let choices = ElicitationForm(
            Schema<[String]>.object(
                required("untitledSingle", "", .string(oneOf: options)),
                required("titledSingle", "", .string(oneOf: first)),
                required("legacyEnum", "", legacy),
                required("untitledMulti", "", .array(of: .string(oneOf: options))),
                required("titledMulti", "", .array(of: .string(oneOf: first)))
            ) { [$0, $1, $2] + $3 + $4 })
        #expect(
            JSON.object(choices.requestedSchema(.of(.v2025_11_25))).text
                == #"{"type":"object","properties":{"untitledSingle":{"type":"string","enum":["option1","option2","option3"]},"titledSingle":{"type":"string","oneOf":[{"const":"value1","title":"Choice 1"},{"const":"value2","title":"Choice 2"},{"const":"value3","title":"Choice 3"}]},"legacyEnum":{"type":"string","enum":["opt1","opt2"],"enumNames":["Option One","Option Two"]},"untitledMulti":{"type":"array","items":{"type":"string","enum":["option1","option2","option3"]}},"titledMulti":{"type":"array","items":{"anyOf":[{"const":"value1","title":"Choice 1"},{"const":"value2","title":"Choice 2"},{"const":"value3","title":"Choice 3"}]}}},"required":["untitledSingle","titledSingle","legacyEnum","untitledMulti","titledMulti"]}"#
        )
        let chosen = try choices.decode([
            "untitledSingle": "option1", "titledSingle": "value1", "legacyEnum": "opt1", "untitledMulti": ["option1", "option2"],
            "titledMulti": ["value1", "value2"],
        ])
        #expect(chosen == ["option1", "value1", "opt1", "option1", "option2", "value1", "value2"])
    }

    @Test func answersOfEveryRevisionAreRead() throws {
        let rich = try JSON(
            parsing: #"{"name":"山田","age":30,"score":88.0,"isSure":false,"plan":"paid","colors":["red","blue"],"sizes":["l"]}"#)
        let plain = try JSON(
            parsing: #"{"name":"山田","age":30.0,"score":88,"isSure":false,"plan":"paid","colors":" red ,blue,","sizes":"l"}"#)
        let typed = try JSON(
            parsing: #"{"name":"山田","age":"30","score":"88","isSure":"false","plan":"paid","colors":"red, blue","sizes":["l"],"other":1}"#)
        let expected = Answer(name: "山田", age: 30, score: 88, isSure: false, plan: .paid, colors: ["red", "blue"], sizes: ["l"])
        for answer in [rich, plain, typed] { #expect(try Self.form.decode(answer) == expected) }
    }

    @Test func whatIsLeftOutTakesItsDefault() throws {
        let expected = Answer(name: "a", age: nil, score: 95.5, isSure: true, plan: .free, colors: ["red"], sizes: ["s"])
        #expect(try Self.form.decode(["name": "a", "colors": ["red"]]) == expected)
        #expect(try Self.form.decode(["name": "a", "age": nil, "colors": "red", "plan": nil]) == expected)
        #expect(try Self.form.decode(["name": "a", "colors": "red", "sizes": ""]).sizes == [])
    }

    @Test func everythingWrongIsSaidAtOnce() throws {
        let error = #expect(throws: SchemaIssues.self) {
            try Self.form.decode(["name": "", "age": 151, "score": "much", "plan": "Paid", "colors": "red,green,blue", "sizes": ["m"]])
        }
        #expect(
            error?.issues.map(\.description) == [
                "name: must not be empty (1 to 50 characters)", "age: must be 0 to 150, not 151", #"score: must be a number, not "much""#,
                #"plan: must be one of free, paid, not "Paid""#, "colors: must have 1 to 2 elements, not 3",
                #"sizes[0]: must be one of s, l, not "m""#,
            ])
        #expect(throws: SchemaIssues([SchemaIssue(path: "colors", problem: "is required")])) {
            try Self.form.decode(["name": "a", "colors": " , "])
        }
        #expect(throws: SchemaIssues([SchemaIssue(path: "", problem: "must be an object, not 5")])) { try Self.form.decode(5) }
    }

    @Test(arguments: [
        (#"{"type":"string"}"#, "it is not an object with properties"),
        (#"{"type":"object"}"#, "it is not an object with properties"),
        (#"{"type":"object","properties":{"a":{}}}"#, #""a" is not a text, a number, a truth value or a list of choices"#),
        (
            #"{"type":"object","properties":{"a":{"type":"object","properties":{}}}}"#,
            #""a" is not a text, a number, a truth value or a list of choices"#
        ),
        (
            #"{"type":"object","properties":{"a":{"type":["string","null"]}}}"#,
            #""a" is not a text, a number, a truth value or a list of choices"#
        ),
        (#"{"type":"object","properties":{"a":{"type":"array","items":{"type":"string"}}}}"#, #""a" is a list, but not of choices"#),
        (#"{"type":"object","properties":{"a":{"type":"array"}}}"#, #""a" is a list, but not of choices"#),
        (
            #"{"type":"object","properties":{"a":{"type":"array","items":{"enum":["1,5"]}}}}"#,
            #""a" offers several choices, one of them with a comma; clients of 2025-06-18 separate them by commas"#
        ),
        (#"{"type":"object","properties":{"a":{"type":"string","enum":["1",2]}}}"#, #""a" has a choice that is no text"#),
        (
            #"{"type":"object","properties":{"a":{"type":"string","enum":["1","2"],"enumNames":["one"]}}}"#,
            #""a" has not one title for each choice"#
        ),
        (#"{"type":"object","properties":{"a":{"type":"string","oneOf":[{"const":"1"}]}}}"#, #""a" has not one title for each choice"#),
        (
            #"{"type":"object","properties":{"a":{"type":"string","pattern":"a*"}}}"#,
            #""a" has the keyword pattern, which forms have not"#
        ),
        (
            #"{"type":"object","properties":{"a":{"type":"string","anyOf":[{"const":"1","title":"one"}]}}}"#,
            #""a" has the keyword anyOf, which forms have not"#
        ),
        (
            #"{"type":"object","properties":{"a":{"type":"integer","maxLength":1}}}"#,
            #""a" has the keyword maxLength, which forms have not"#
        ),
        (#"{"type":"object","properties":{"a":{"type":"string","format":"ipv4"}}}"#, #""a" has the format "ipv4", which forms have not"#),
        (#"{"type":"object","properties":{"a":{"type":"string","default":1}}}"#, #""a" has a default that does not fit it"#),
        (#"{"type":"object","properties":{"a":{"type":"number","default":"1"}}}"#, #""a" has a default that does not fit it"#),
        (#"{"type":"object","properties":{"a":{"type":"boolean","default":"true"}}}"#, #""a" has a default that does not fit it"#),
        (
            #"{"type":"object","properties":{"a":{"type":"string","enum":["1"],"default":"2"}}}"#,
            #""a" has a default that does not fit it"#
        ),
        (
            #"{"type":"object","properties":{"a":{"type":"array","items":{"enum":["1"]},"default":["1","2"]}}}"#,
            #""a" has a default that does not fit it"#
        ),
    ])
    func whatIsNoFormIsRefused(_ schema: String, _ problem: String) throws {
        let schema = try #require(try JSON(parsing: schema).object)
        #expect(throws: FormProblem(problem)) { try FormField.all(in: schema) }
    }

    @Test func aSchemaThatIsNoFormTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = ElicitationForm(Schema<[String]>.object(required("tags", "", .array(of: .string))) { $0 })
        }
    }

    @Test func titledChoicesAreCheckedByTheirValues() throws {
        let schema = Schema<Plan>.choice(titled: \.title)
        #expect(try schema.decode("paid") == .paid)
        #expect(throws: SchemaIssues.self) { try schema.decode("Free of charge") }
    }
}
