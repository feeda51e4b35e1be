extension Problem {
    /// 400: query parameters that cannot be used, all of them at once.
    static func invalidQuery(_ errors: [FieldError]) -> Problem {
        let only = errors.count == 1 ? errors.first : nil
        let own = ["cursor_mismatch", "cursor_invalid", "cursor_expired"]
        let code = only.flatMap { own.contains($0.code) ? $0.code : nil } ?? "invalid_query"
        var problem = Problem(400, code, "Invalid query", detail: summary(errors))
        problem.errors = errors
        return problem
    }

    /// 400: the request itself is malformed.
    static func badRequest(_ code: String, _ detail: String) -> Problem {
        Problem(400, code, "Bad request", detail: detail)
    }

    /// 401: no API key, or one that is not known.
    static func unauthorized(_ detail: String) -> Problem {
        var problem = Problem(401, "unauthorized", "Unauthorized", detail: detail)
        problem.headers["WWW-Authenticate"] = "ApiKey header=\"x-api-key\""
        return problem
    }

    /// 403: an open server is asked under a name that is not this machine's own.
    static var foreignHost: Problem {
        Problem(403, "foreign_host", "Forbidden", detail: "Without API keys this server answers to localhost and 127.0.0.1 only.")
    }

    /// 403: the acting user is no admin.
    static var adminsOnly: Problem {
        Problem(403, "admins_only", "Forbidden", detail: "Only admins may change this.")
    }

    /// 404: no such thing.
    static func notFound(_ detail: String) -> Problem {
        Problem(404, "not_found", "Not found", detail: detail)
    }

    /// 404: no ticket by that id or number.
    static func noTicket(_ reference: String) -> Problem {
        notFound("Ticket '\(reference.excerpt(40))' does not exist.")
    }

    /// 405: the path exists, the method does not.
    static func methodNotAllowed(_ method: String, allowed: [String]) -> Problem {
        let list = allowed.joined(separator: ", ")
        var problem = Problem(405, "method_not_allowed", "Method not allowed", detail: "\(method) is not allowed here; use \(list).")
        problem.headers["Allow"] = list
        return problem
    }

    /// 409: another request with the same idempotency key is still at work.
    static var requestInProgress: Problem {
        let detail = "A request with this Idempotency-Key is still being answered; send it again later."
        var problem = Problem(409, "request_in_progress", "Conflict", detail: detail)
        problem.headers["Retry-After"] = "1"
        return problem
    }

    /// 412: the ticket has moved on since the version the caller read. Holds all that is needed to try again.
    static func versionConflict(_ conflict: VersionConflict, current: JSONValue) -> Problem {
        let version = conflict.ticket.version
        let detail = """
            The ticket is at version \(version), not \(conflict.expected); see what has changed since, and repeat the change \
            for version \(version) if it still applies.
            """
        var problem = Problem(412, "version_conflict", "Version conflict", detail: detail)
        problem.members = [
            .init("current_version", .int(version)), .init("changed_since", .array(conflict.since.flatMap(\.changedSince))),
            .init("current", current),
        ]
        problem.headers["ETag"] = conflict.ticket.entityTag
        return problem
    }

    /// 413: the body is over the limit.
    static func bodyTooLarge(limit: Int) -> Problem {
        Problem(413, "body_too_large", "Content too large", detail: "The body must be at most \(limit) bytes.")
    }

    /// 415: the body is not JSON by its own account.
    static var unsupportedMediaType: Problem {
        Problem(415, "unsupported_media_type", "Unsupported media type", detail: "Send the body with Content-Type: application/json.")
    }

    /// 422: fields that cannot be accepted, all of them at once.
    static func validation(_ errors: [FieldError]) -> Problem {
        var problem = Problem(422, "validation_failed", "Validation failed", detail: summary(errors))
        problem.errors = errors
        return problem
    }

    /// 422: an idempotency key that belongs to another request.
    static var idempotencyKeyReused: Problem {
        let detail = "This Idempotency-Key was used for another request; use a new key for a new request."
        return Problem(422, "idempotency_key_reused", "Idempotency key reused", detail: detail)
    }

    /// 503: too many requests wait for the database, or one waits for another that takes too long.
    static var databaseBusy: Problem {
        var problem = Problem(503, "database_busy", "Service unavailable", detail: "The database is busy; try again.")
        problem.headers["Retry-After"] = "1"
        return problem
    }

    /// 503: no connection to the database.
    static var databaseUnavailable: Problem {
        var problem = Problem(503, "database_unavailable", "Service unavailable", detail: "The database does not answer.")
        problem.headers["Retry-After"] = "1"
        return problem
    }

    /// 503: as many follow the changes as may.
    static var tooManyFollowers: Problem {
        let detail = "\(ChangeWatch.capacity) clients follow the changes already; try again later."
        var problem = Problem(503, "too_many_followers", "Service unavailable", detail: detail)
        problem.headers["Retry-After"] = "5"
        return problem
    }

    /// 428: a change without the version it is based on.
    static var preconditionRequired: Problem {
        let detail = "Send If-Match with the ETag of the ticket you read, for example If-Match: \"v7\", or If-Match: * to overwrite."
        return Problem(428, "precondition_required", "Precondition required", detail: detail)
    }

    private static func summary(_ errors: [FieldError]) -> String {
        errors.map { "\($0.field): \($0.message)" }.joined(separator: " ")
    }
}
