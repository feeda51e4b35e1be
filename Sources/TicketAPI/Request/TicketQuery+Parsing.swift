extension TicketQuery {
    /// Reads the query string of `GET /tickets`; also returns what its cursors are bound to.
    static func parse(
        _ reader: consuming QueryReader, workflow: Workflow, actor: User, now: Instant, _ seal: CursorSeal
    ) throws(Problem) -> (query: TicketQuery, scope: Cursor.Scope) {
        var reader = reader
        var parsed = TicketQuery()
        parsed.filter = TicketFilter.read(&reader, workflow: workflow, actor: actor, now: now)
        parsed.sort.key = reader.choice("sort", TicketSort.Key.allCases.map { ($0.rawValue, $0) }) ?? .updatedAt
        parsed.sort.descending = reader.choice("order", [("asc", false), ("desc", true)]) ?? true
        parsed.limit = reader.integer("limit", in: Limits.tickets) ?? parsed.limit
        parsed.includesTotal = reader.flag("include_total") ?? false
        parsed.fields = TicketFields.read(&reader) ?? .summary
        if !reader.choices("include", [("description", true)]).isEmpty { parsed.fields = parsed.fields.with("description") }
        parsed.now = now
        let order = "\(parsed.sort.key.rawValue) \(parsed.sort.descending) \(parsed.filter.assignee.map { "\($0)" } ?? "")"
        let scope = reader.scope("tickets \(order)", seal)
        parsed.walk = reader.cursor(count: TicketWalk.keysetCount, scope).flatMap(TicketWalk.init(keyset:))
        if let walk = parsed.walk, walk.began.adding(seconds: TicketWalk.seconds) < now {
            let message = "The cursor belongs to a listing begun more than a day ago; start without a cursor."
            reader.refuse("cursor", "cursor_expired", message)
        }
        reader.expect(["ids"])
        try reader.finish()
        return (parsed, scope)
    }
}

extension TicketFilter {
    fileprivate static func read(_ reader: inout QueryReader, workflow: Workflow, actor: User, now: Instant) -> TicketFilter {
        var filter = TicketFilter()
        filter.text = reader.text("query")
        filter.statusIDs = reader.statuses("status", of: workflow).map(\.id)
        filter.statusGroups = reader.choices("status_group", Status.Group.allCases.map { ($0.rawValue, $0) })
        filter.assignee = reader.assignee("assignee_id", actor: actor)
        filter.accountID = reader.integer("account_id")
        filter.requesterID = reader.integer("requester_id")
        filter.categoryIDs = reader.integers("category_id")
        filter.categoryDetailIDs = reader.integers("category_detail_id")
        filter.requestChannelIDs = reader.integers("request_channel_id")
        filter.priorities = reader.choices("priority", Priority.allCases.map { ($0.key, $0) })
        filter.tags = reader.strings("tag").map(\.storedForm.trimmed)
        filter.created = reader.timeRange("created")
        filter.updated = reader.timeRange("updated")
        filter.due = reader.timeRange("due")
        if reader.flag("overdue") == true { filter.overdueAt = now }
        if reader.flag("unassigned") == true {
            if case .user = filter.assignee {
                reader.refuse("unassigned", "conflict", "unassigned=true cannot be combined with a user in assignee_id.")
            }
            filter.assignee = .nobody
        }
        return filter
    }
}

extension QueryReader {
    /// Statuses by id or key.
    mutating func statuses(_ name: String, of workflow: Workflow) -> [Status] {
        strings(name).compactMap { value in
            if let status = workflow.status(value) { return status }
            refuse(name, "unknown", "There is no status '\(value.excerpt(40))'.", allowed: workflow.statuses.map(\.key))
            return nil
        }
    }

    fileprivate mutating func assignee(_ name: String, actor: User) -> TicketFilter.Assignee? {
        switch string(name) {
        case nil: return nil
        case "me": return .user(actor.id)
        case "none": return .nobody
        case .some(let text):
            if let id = Int(text), id > 0 { return .user(id) }
            refuse(name, "invalid", "\(name) must be a user id, me or none.", allowed: ["me", "none"])
            return nil
        }
    }
}
