internal import MCPCore

extension APIError {
    /// A response that says no.
    /// - Parameter problem: its body, where that is JSON; problem details (RFC 9457) are made use of.
    init(status: Int, problem: JSON?, retryAfter: Duration?, changesSomething: Bool) {
        let detail = ["detail", "description", "message", "title", "error"].lazy.compactMap { problem?[$0]?.string }.first
        self.init(Self.code(of: status, problem), "The ticket API answered with status \(status).")
        if problem?["code"] == "request_in_progress" {
            // The first sending of this very request still runs.
            self.init(.unavailable, "The same request is still being worked on.")
            isOutcomeUnknown = changesSomething
        }
        words = detail.map { $0.oneLine(500) }
        self.status = status
        self.retryAfter = retryAfter
        problems = Array(((problem?["errors"]?.array ?? []).map(FieldProblem.init) + FieldProblem.details(problem?["details"])).prefix(50))
        currentVersion = problem?["current_version"]?.integer.flatMap(Int.init(exactly:))
        changedSince = (problem?["changed_since"]?.array ?? []).prefix(1_000).map(VersionChange.init)
        current = problem?["current"].flatMap(Self.ticket)
        isOutcomeUnknown = isOutcomeUnknown || (changesSomething && status >= 500 && status != 501)
    }

    /// A refusal counts all the same where the ticket in it cannot be read.
    private static func ticket(_ json: JSON) -> Ticket? {
        do throws(APIError) {
            return try Ticket(Node(json, "current"))
        } catch {
            return nil
        }
    }

    private static func code(of status: Int, _ problem: JSON?) -> Code {
        switch status {
        case 401: .unauthorized
        case 403: .forbidden
        case 404, 410: .notFound
        case 409, 412: .conflict
        case 428: .preconditionRequired
        case 429: .rateLimited
        case 400, 405, 413, 415, 422: .validation
        case 500...: .unavailable
        default: .badResponse
        }
    }
}

extension FieldProblem {
    fileprivate init(_ json: JSON) {
        // Some APIs send sentences alone.
        if let sentence = json.string {
            self.init("", sentence.oneLine(300))
            return
        }
        let allowed = (json["allowed"]?.array ?? []).prefix(50).map { ($0.string ?? $0.text).oneLine(100) }
        self.init(
            Self.toolName(of: json["field"]?.string ?? ""),
            (json["message"]?.string ?? json["code"]?.string ?? "is not accepted").oneLine(300),
            allowed: Array(allowed))
    }

    /// Of APIs that list what is wrong under the names of members.
    fileprivate static func details(_ json: JSON?) -> [FieldProblem] {
        (json?.object?.members ?? []).flatMap { member in
            (member.value.array ?? []).map { fault in
                FieldProblem(
                    toolName(of: member.key), (fault["description"]?.string ?? fault["error"]?.string ?? "is not accepted").oneLine(300))
            }
        }
    }

    /// The API and the tools call few things by different names.
    static func toolName(of field: String) -> String {
        switch field {
        case "status_id": "status"
        case "requester_name": "requester.name"
        case "requester_contact": "requester.contact"
        default: field.oneLine(60)
        }
    }
}

extension VersionChange {
    fileprivate init(_ json: JSON) {
        func text(_ key: String) -> String? {
            guard let value = json[key], !value.isNull else { return nil }
            return value.string ?? value.text
        }
        self.init(
            field: text("field") ?? "", from: text("from"), to: text("to"), at: text("at"), by: text("by") ?? json["by"]?["name"]?.string)
    }
}
