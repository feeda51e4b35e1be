import MCPCore

/// Questions to the person.
enum ElicitationTools {
    static let all: [RegisteredTool] = [
        RegisteredTool(
            "test_elicitation", "Asks for a name and an address.",
            input: Schema<String>.object(required("message", "What to ask.", .string)) { $0 }
        ) { message, context in
            let form = Schema<JSONObject>.object(
                optional("username", "Your name", .string), optional("email", "Your email address", .string)
            ) { ["username": $0.map(JSON.string) ?? .null, "email": $1.map(JSON.string) ?? .null] }
            return "User response: \(text(of: try await context.ask(.form("user", message, form))))"
        },
        RegisteredTool("test_elicitation_sep1034_defaults", "Asks with a default for each kind of field.") { context in
            let form = Schema<JSONObject>.object(
                defaulted("name", "Name", .string, "John Doe", as: "John Doe"), defaulted("age", "Age", .integer, 30, as: 30),
                defaulted("score", "Score", .number, 95.5, as: 95.5),
                defaulted("status", "Status", .string(oneOf: ["active", "inactive", "pending"]), "active", as: "active"),
                defaulted("verified", "Verified", .boolean, true, as: true)
            ) { ["name": .string($0), "age": .integer(Int64($1)), "status": .string($3), "verified": .bool($4)] }
            return "Elicitation completed: \(text(of: try await context.ask(.form("profile", "Please check your profile", form))))"
        },
        RegisteredTool("test_elicitation_sep1330_enums", "Asks with each kind of choice.") { context in
            let plain = ["option1", "option2", "option3"]
            let titled = [
                TitledChoice("value1", title: "First Option"), TitledChoice("value2", title: "Second Option"),
                TitledChoice("value3", title: "Third Option"),
            ]
            let form = Schema<[String]>.object(
                optional("untitledSingle", "One of three", .string(oneOf: plain)),
                optional("titledSingle", "One of three with titles", .string(oneOf: titled)),
                optional(
                    "legacyEnum", "One of three, the older way",
                    .string(oneOf: ["opt1", "opt2", "opt3"]).annotated("enumNames", ["Option One", "Option Two", "Option Three"])),
                optional("untitledMulti", "Some of three", .array(of: .string(oneOf: plain), count: 0...3)),
                optional("titledMulti", "Some of three with titles", .array(of: .string(oneOf: titled), count: 0...3))
            ) { [$0, $1, $2].compactMap { $0 } + ($3 ?? []) + ($4 ?? []) }
            let outcome = try await context.ask(.form("choices", "Please choose", form))
            return "Elicitation completed: action=\(outcome.action), content=\(outcome.answer ?? [])"
        },
    ]

    private static func text(of outcome: ElicitationOutcome<JSONObject>) -> String {
        "action=\(outcome.action), content=\(JSON.object(outcome.answer ?? [:]).text)"
    }
}

extension ElicitationOutcome {
    var action: String {
        switch self {
        case .accepted: "accept"
        case .declined: "decline"
        case .cancelled: "cancel"
        }
    }
}
