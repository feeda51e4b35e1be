/// Refused arguments in the two forms that revisions have for them. Both name every bad field and what it allows.
extension ToolResult {
    static func invalidArguments(tool: String, _ issues: [SchemaIssue]) -> ToolResult {
        let lines = issues.map { "- \($0)" }.joined(separator: "\n")
        return ToolResult([.text("Invalid arguments for \(tool); nothing was done.\n\(lines)")], isError: true)
    }
}

extension MCPError {
    static func invalidArguments(tool: String, _ issues: [SchemaIssue]) -> MCPError {
        let fields = issues.map { issue -> JSON in ["path": .string(issue.path), "problem": .string(issue.problem)] }
        let text = issues.map(\.description).joined(separator: "; ")
        return MCPError(.invalidParams, "Invalid arguments for \(tool): \(text)", data: ["issues": .array(fields)])
    }
}
