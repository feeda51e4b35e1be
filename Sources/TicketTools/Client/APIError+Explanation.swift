extension APIError {
    /// What a model is told: what happened, and what to do next.
    var explanation: String {
        let text =
            switch code {
            case .notConfigured:
                "\(message) Calling again cannot help: whoever runs this server has to set MCP_API_BASE_URL (and MCP_API_KEY, if the API "
                    + "wants a key) and start it anew."
            case .misconfigured:
                "This server cannot reach the ticket API as it is configured: \(message) Whoever runs it has to check MCP_API_BASE_URL and "
                    + "MCP_API_KEY."
            case .unauthorized:
                "The ticket API does not accept this server's credentials\(statusNote). Calling again cannot help: whoever runs the server "
                    + "has to check MCP_API_KEY."
            case .forbidden: "Not allowed\(statusNote): \(message) Calling again cannot help."
            case .notFound: "Not found: \(message) Look it up with get_ticket_list, or check the number."
            case .unsupported: "\(message) Calling again cannot help."
            case .conflict: conflictText
            case .preconditionRequired: "The ticket API wants to know the version: pass expected_version as get_ticket_detail shows it."
            case .validation: validationText
            case .rateLimited: "The ticket API gets too many requests\(statusNote). \(wait) before calling again."
            case .unavailable: "The ticket API is not available now\(statusNote): \(message) \(wait) and call again."
            case .timeout: "The ticket API did not answer in time: \(message) Call again later, or ask for less (a smaller limit)."
            case .unreachable: "The ticket API cannot be reached: \(message) Call again later."
            case .badResponse:
                "The ticket API gave an answer that makes no sense\(statusNote): \(message) Whoever runs this server should check that "
                    + "MCP_API_BASE_URL is the address of the API."
            default: message
            }
        let quote = words.map { "\nThe ticket API says:\n\(TextBoundary.wrap($0))" } ?? ""
        return isOutcomeUnknown ? text + quote + outcomeNote : text + quote
    }

    private var outcomeNote: String {
        let known = "\nThe change may have been made all the same. "
        if let repeatKey {
            return known
                + "To be sure, call again with the same arguments and idempotency_key: \(repeatKey.oneLine(300)) - it is made once."
        }
        return known + "Look first (get_ticket_detail, or get_ticket_list with query) and repeat it only if it was not."
    }

    private var statusNote: String { status.map { " (status \($0))" } ?? "" }

    private var wait: String {
        guard let retryAfter else { return "Wait a little" }
        return "Wait \(max(1, retryAfter.components.seconds + (retryAfter.components.attoseconds > 0 ? 1 : 0))) s"
    }

    private var validationText: String {
        guard !problems.isEmpty else { return "Refused\(statusNote), nothing was done: \(message)" }
        let lines = problems.map { problem in
            // The API's own messages tend to begin with the name of the field.
            let name = problem.field.isEmpty || problem.message.hasPrefix(problem.field) ? "" : "\(problem.field): "
            let allowed = problem.allowed.isEmpty ? "" : " Allowed: \(problem.allowed.joined(separator: ", "))."
            return "- \(name)\(problem.message)\(allowed)"
        }
        // They may hold names of people and companies, which those chose themselves.
        return "Nothing was done. Not accepted\(statusNote):\n" + TextBoundary.wrap(lines.joined(separator: "\n"))
    }

    private var conflictText: String {
        guard let currentVersion else { return "Refused because of the ticket's present state\(statusNote): \(message)" }
        return ConflictText(error: self, currentVersion: currentVersion).text
    }
}
