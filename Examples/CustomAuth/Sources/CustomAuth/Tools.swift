import Foundation
import MCPCore

/// What tools know of their caller.
struct Whoami: ReadTool {
    struct Output: StructuredOutput {
        let principal: Principal

        static let schema = OutputSchema<Output>.object(
            field("user", { $0.principal.id }, .string),
            field("name", ifPresent: { $0.principal.displayName }, .string),
            field("scopes", { $0.principal.scopes.sorted() }, .array(of: .string)))
    }

    static let name = "whoami"
    static let description = "Says who you are to this server, and what you may do."
    static let input = Schema<Void>.object { () }

    func call(_ input: Void, _ context: ToolContext) async throws(ToolFailure) -> Output {
        Output(principal: context.principal)
    }
}

/// For administrators: not everybody who may come in may do everything.
struct ListTokens: ReadTool {
    let file: TokenFile

    static let name = "list_tokens"
    static let description = "Lists who has a token, and until when. Needs the scope admin."
    static let input = Schema<Void>.object { () }

    func call(_ input: Void, _ context: ToolContext) async throws -> String {
        guard context.principal.scopes.contains("admin") else {
            throw ToolFailure("\(context.principal.id) is no administrator. Ask one for a token with the scope admin.")
        }
        return try file.records().map { "\($0.user): until \($0.expires.formatted(.iso8601))" }.joined(separator: "\n")
    }
}
