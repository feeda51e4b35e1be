internal import MCPCore
internal import Synchronization

/// Zendesk's Ticketing API as far as the tools need it: tickets with audits, search, side-loaded names, cursors, safe updates.
enum ZendeskStandIn {
    struct State: Sendable {
        var tickets: [Int: JSONObject] = [:]
        var audits: [Int: [JSON]] = [:]
        var keys: [String: Int] = [:]
        var clock = StandInClock()
        var lastAudit = 500
    }

    static let users = [11: ("Ada Agent", "admin"), 12: ("鈴木 一郎", "agent"), 13: ("Erika Kunde", "end-user")]
    static let organizations = [21: "ACME", 22: "山田商店"]
    static let statuses = ["new", "open", "pending", "hold", "solved", "closed"]

    /// What Zendesk keeps.
    final class Desk: Sendable {
        let state = Mutex(State())
        /// Entries of one page of audits, whatever is asked for.
        let auditPage: Int

        init(tickets: Int, auditPage: Int) {
            self.auditPage = auditPage
            state.withLock { state in
                for id in 1...tickets {
                    let time = JSON.string(state.clock.tick())
                    state.tickets[id] = [
                        "id": .integer(Int64(id)), "subject": .string("プリンター \(id)"), "description": "印刷できない", "priority": "high",
                        "status": .string(ZendeskStandIn.statuses[id % 3]), "type": "incident", "requester_id": 13, "submitter_id": 13,
                        "assignee_id": id % 3 == 0 ? 12 : .null, "organization_id": 21, "tags": ["printer"], "created_at": time,
                        "updated_at": time,
                    ]
                    state.audits[id] = [
                        [
                            "id": .integer(Int64(id)), "ticket_id": .integer(Int64(id)), "author_id": 13, "created_at": time,
                            "events": [
                                ["id": 1, "type": "Comment", "body": "印刷できない", "public": true, "author_id": 13],
                                ["id": 2, "type": "Create", "field_name": "status", "value": "new"],
                            ],
                        ]
                    ]
                }
            }
        }
    }

    static func start(tickets: Int, auditPage: Int = 100) throws -> (desk: Desk, server: StandIn) {
        let desk = Desk(tickets: tickets, auditPage: auditPage)
        return (desk, try StandIn { call throws(StandIn.Fault) in try desk.answer(call) })
    }
}

extension ZendeskStandIn.Desk {
    fileprivate typealias Reply = StandIn.Reply
    fileprivate typealias Fault = StandIn.Fault

    fileprivate func answer(_ call: StandIn.Call) throws(StandIn.Fault) -> StandIn.Reply {
        guard call.headers.header("authorization") == "Bearer canary-key" else {
            return Reply(status: 401, body: ["error": "Couldn't authenticate you"])
        }
        guard call.headers.header("x-api-key") == nil, call.headers.header("if-match") == nil else {
            throw Fault("a header of another API")
        }
        guard call.path.prefix(2) == ["api", "v2"] else { throw Fault("no such path") }
        let path = Array(call.path.dropFirst(2))
        switch (call.method, path.count, path.first, path.last) {
        case ("GET", 1, "tickets.json", _): return try list(call)
        case ("GET", 1, "search.json", _): return try search(call)
        case ("POST", 1, "tickets.json", _): return try create(call)
        case ("GET", 2, "tickets", let id?): return try show(call, id)
        case ("PUT", 2, "tickets", let id?): return try update(call, id)
        case ("GET", 3, "tickets", "audits.json"): return try audits(call, path[1])
        case ("GET", 2, "users", "me.json"): return .ok(["user": user(11)])
        case ("GET", 2, "users", let id?):
            guard let id = Self.id(id), ZendeskStandIn.users[id] != nil else { return Self.notFound }
            return .ok(["user": user(id)])
        case ("GET", 1, "users.json", _):
            try call.check("page[size]", "page[after]")
            return try page(call, "users", ZendeskStandIn.users.keys.sorted().map { user($0) })
        case ("GET", 1, "organizations.json", _):
            try call.check("page[size]", "page[after]")
            return try page(call, "organizations", ZendeskStandIn.organizations.keys.sorted().map { organization($0) })
        case ("GET", 2, "organizations", let id?):
            guard let id = Self.id(id), ZendeskStandIn.organizations[id] != nil else { return Self.notFound }
            return .ok(["organization": organization(id)])
        default: throw Fault("no such path")
        }
    }

    private static let notFound = StandIn.Reply(status: 404, body: ["error": "RecordNotFound", "description": "Not found"])

    private static func id(_ segment: String) -> Int? { segment.hasSuffix(".json") ? Int(segment.dropLast(5)) : nil }

    private func user(_ id: Int) -> JSON {
        let user = ZendeskStandIn.users[id] ?? ("", "")
        return [
            "id": .integer(Int64(id)), "name": .string(user.0), "email": .string("u\(id)@example.com"), "role": .string(user.1),
            "suspended": false,
        ]
    }

    private func organization(_ id: Int) -> JSON { ["id": .integer(Int64(id)), "name": .string(ZendeskStandIn.organizations[id] ?? "")] }

    private func json(_ ticket: JSONObject) -> JSON {
        var json = ticket
        json["url"] = .string("https://x.zendesk.com/api/v2/tickets/\(ticket["id"]?.text ?? "").json")
        json["via"] = ["channel": "web", "source": ["from": [:], "to": [:], "rel": .null]]
        json["custom_fields"] = []
        return .object(json)
    }

    private func sideloaded(_ body: JSONObject, _ include: String?, _ expected: String) throws(StandIn.Fault) -> StandIn.Reply {
        guard include == expected else { throw Fault("include is \(include ?? "missing")") }
        var body = body
        body["users"] = .array(ZendeskStandIn.users.keys.sorted().map { user($0) })
        if expected.contains("organizations") {
            body["organizations"] = .array(ZendeskStandIn.organizations.keys.sorted().map { organization($0) })
        }
        return .ok(.object(body))
    }

    private func page(_ call: StandIn.Call, _ name: String, _ items: [JSON], limit: Int? = nil) throws(StandIn.Fault) -> StandIn.Reply {
        let size = try call.number("page[size]", 100, 1...100)
        let start =
            try call.value("page[after]").map { cursor throws(StandIn.Fault) -> Int in
                guard cursor.hasPrefix("eyJ"), let start = Int(cursor.dropFirst(3)) else { throw Fault("no cursor of ours: \(cursor)") }
                return start
            } ?? 0
        let shown = items.dropFirst(start).prefix(min(size, limit ?? size))
        let end = start + shown.count
        var body: JSONObject = [
            "meta": ["has_more": .bool(end < items.count), "after_cursor": .string("eyJ\(end)"), "before_cursor": .string("eyJ\(start)")],
            "links": ["next": .null, "prev": .null],
        ]
        body[name] = .array(Array(shown))
        return .ok(.object(body))
    }

    private func list(_ call: StandIn.Call) throws(StandIn.Fault) -> StandIn.Reply {
        try call.check("page[size]", "page[after]", "sort", "include", "external_id")
        guard let sort = call.value("sort"), ["updated_at", "-updated_at", "id", "-id", "status", "-status"].contains(sort) else {
            throw Fault("sort is \(call.value("sort") ?? "missing")")
        }
        let tickets = sorted(state.withLock { Array($0.tickets.values) }, by: sort.hasPrefix("-") ? String(sort.dropFirst()) : sort)
        let page = try page(call, "tickets", (sort.hasPrefix("-") ? tickets.reversed() : tickets).map { json($0) })
        return try sideloaded(page.body?.object ?? [:], call.value("include"), "users,organizations")
    }

    private func sorted(_ tickets: [JSONObject], by member: String) -> [JSONObject] {
        func key(_ ticket: JSONObject) -> (String, Int64) { (ticket[member]?.string ?? "", ticket["id"]?.integer ?? 0) }
        return tickets.sorted { key($0) < key($1) }
    }

    private func search(_ call: StandIn.Call) throws(StandIn.Fault) -> StandIn.Reply {
        try call.check("query", "sort_by", "sort_order", "page", "per_page", "include")
        guard let query = call.value("query"), query.hasPrefix("type:ticket") else {
            throw Fault("query is \(call.value("query") ?? "missing")")
        }
        if let sort = call.value("sort_by"), !["updated_at", "created_at", "priority", "status", "ticket_type"].contains(sort) {
            throw Fault("sort_by is \(sort)")
        }
        var wanted: [String: [String]] = [:]
        var words: [String] = []
        var found = state.withLock { Array($0.tickets.values) }
        for term in Self.terms(query).dropFirst() {
            if let range = ["created", "updated", "due_date", "status"].first(where: {
                term.hasPrefix("\($0)<") || term.hasPrefix("\($0)>")
            }) {
                let member = range == "created" || range == "updated" ? "\(range)_at" : range == "due_date" ? "due_at" : range
                let isFrom = term.contains(">")
                let value = String(term.drop { !"<>".contains($0) }.drop { "<>=".contains($0) })
                guard range == "status" || range == "due_date" || value.hasSuffix("Z") else { throw Fault("\(range) is \(value)") }
                if range != "status" {
                    found.removeAll { isFrom ? ($0[member]?.string ?? "") < value : ($0[member]?.string ?? "~") >= value }
                }
            } else if let colon = term.firstIndex(of: ":"), !term.hasPrefix("\"") {
                wanted[String(term[..<colon]), default: []].append(String(term[term.index(after: colon)...]))
            } else {
                words.append(String(term.filter { $0 != "\"" }))
            }
        }
        let members = [
            "status": "status", "assignee": "assignee_id", "organization": "organization_id", "requester": "requester_id",
            "ticket_type": "type",
            "priority": "priority", "tags": "tags",
        ]
        for (name, values) in wanted {
            guard let member = members[name] else { throw Fault("unknown term \(name)") }
            found.removeAll { ticket in
                let held = ticket[member]?.array?.compactMap(\.string) ?? [ticket[member].map { $0.isNull ? "none" : $0.scalar } ?? "none"]
                return !values.contains { value in held.contains(value == "me" ? "11" : value.filter { $0 != "\"" }) }
            }
        }
        found.removeAll { ticket in !words.allSatisfy { ticket["subject"]?.string?.contains($0) == true } }
        found = sorted(found, by: call.value("sort_by") ?? "updated_at")
        if call.value("sort_order") == "desc" { found.reverse() }
        let (size, page) = (try call.number("per_page", 100, 1...100), try call.number("page", 1, 1...1_000))
        guard size * page <= 1_000 else { return Reply(status: 422, body: ["error": "invalid", "description": "Too many results"]) }
        let shown = found.dropFirst(size * (page - 1)).prefix(size)
        let body: JSONObject = [
            "results": .array(shown.map { json($0) }), "count": .integer(Int64(found.count)),
            "next_page": size * page < found.count ? .string("https://x.zendesk.com/api/v2/search.json?page=\(page + 1)") : .null,
            "previous_page": .null,
        ]
        return try sideloaded(body, call.value("include"), "tickets(users,organizations)")
    }

    /// Blanks between terms, but not in quotes.
    private static func terms(_ query: String) -> [String] {
        var terms = [""]
        var isQuoted = false
        for character in query {
            if character == "\"" { isQuoted.toggle() }
            if character == " ", !isQuoted { terms.append("") } else { terms[terms.count - 1].append(character) }
        }
        return terms
    }

    private func show(_ call: StandIn.Call, _ segment: String) throws(StandIn.Fault) -> StandIn.Reply {
        try call.check("include")
        guard let id = Self.id(segment), let ticket = state.withLock({ $0.tickets[id] }) else { return Self.notFound }
        return try sideloaded(["ticket": json(ticket)], call.value("include"), "users,organizations")
    }

    private func audits(_ call: StandIn.Call, _ segment: String) throws(StandIn.Fault) -> StandIn.Reply {
        try call.check("page[size]", "page[after]", "include")
        guard let id = Int(segment), let audits = state.withLock({ $0.audits[id] }) else { return Self.notFound }
        let page = try page(call, "audits", audits, limit: auditPage)
        return try sideloaded(page.body?.object ?? [:], call.value("include"), "users")
    }

    private static let writable: Set = [
        "subject", "status", "priority", "type", "organization_id", "requester_id", "requester", "assignee_id", "due_at", "tags", "comment",
    ]

    private func create(_ call: StandIn.Call) throws(StandIn.Fault) -> StandIn.Reply {
        try call.check()
        let asked = try call.object("ticket", Self.writable)
        guard let comment = asked["comment"]?["body"]?.string, !comment.isEmpty else {
            return Reply(
                status: 422,
                body: [
                    "error": "RecordInvalid", "description": "Record validation errors",
                    "details": ["base": [["description": "Description: cannot be blank", "error": "BlankValue"]]],
                ])
        }
        guard let key = call.headers.header("idempotency-key") else { throw Fault("no idempotency key") }
        return state.withLock { state in
            if let known = state.keys[key], let ticket = state.tickets[known] { return Reply(status: 201, body: ["ticket": json(ticket)]) }
            let id = (state.tickets.keys.max() ?? 0) + 1
            let time = JSON.string(state.clock.tick())
            var ticket: JSONObject = [
                "id": .integer(Int64(id)), "status": "new", "description": .string(comment), "requester_id": 11, "submitter_id": 11,
                "tags": [],
                "created_at": time, "updated_at": time,
            ]
            for member in asked.members where member.key != "comment" && member.key != "requester" { ticket[member.key] = member.value }
            state.tickets[id] = ticket
            state.keys[key] = id
            state.audits[id] = []
            return Reply(status: 201, body: ["ticket": json(ticket), "audit": ["id": 1]])
        }
    }

    private func update(_ call: StandIn.Call, _ segment: String) throws(StandIn.Fault) -> StandIn.Reply {
        try call.check()
        let asked = try call.object("ticket", Self.writable.union(["safe_update", "updated_stamp"]))
        guard let id = Self.id(segment) else { throw Fault("no id") }
        if asked["updated_stamp"] != nil, asked["safe_update"] != true { throw Fault("a stamp without safe_update") }
        return state.withLock { state in
            guard var ticket = state.tickets[id] else { return Self.notFound }
            if let stamp = asked["updated_stamp"], stamp != ticket["updated_at"] {
                return Reply(
                    status: 409,
                    body: ["error": "UpdateConflict", "description": "Safe Update prevented the update due to outdated ticket data."])
            }
            if ticket["status"] == "closed" {
                return Reply(
                    status: 422,
                    body: [
                        "error": "RecordInvalid", "description": "Record validation errors",
                        "details": ["status": [["description": "Status: closed prevents ticket update", "error": "InvalidValue"]]],
                    ])
            }
            var events: [JSON] = []
            for member in asked.members
            where !["comment", "safe_update", "updated_stamp"].contains(member.key) && ticket[member.key] != member.value {
                let old = ticket[member.key] ?? .null
                events.append(["type": "Change", "field_name": .string(member.key), "previous_value": old, "value": member.value])
                ticket[member.key] = member.value
            }
            if let comment = asked["comment"] {
                events.append(["type": "Comment", "body": comment["body"] ?? "", "public": comment["public"] ?? true, "author_id": 11])
            }
            let time = JSON.string(state.clock.tick())
            ticket["updated_at"] = time
            state.tickets[id] = ticket
            state.lastAudit += 1
            state.audits[id, default: []].append([
                "id": .integer(Int64(state.lastAudit)), "ticket_id": .integer(Int64(id)), "author_id": 11, "created_at": time,
                "events": .array(events),
            ])
            return .ok(["ticket": json(ticket), "audit": ["id": .integer(Int64(state.lastAudit))]])
        }
    }
}

extension JSON {
    fileprivate var scalar: String { string ?? text }
}

extension ZendeskStandIn {
    /// The same desk, where somebody changes a ticket each time before a change of ours arrives.
    static func meddling(with desk: Desk) throws -> StandIn {
        try StandIn { call throws(StandIn.Fault) in
            if call.method == "PUT" {
                desk.state.withLock { state in
                    let time = JSON.string(state.clock.tick())
                    for id in state.tickets.keys { state.tickets[id]?["updated_at"] = time }
                }
            }
            return try desk.answer(call)
        }
    }
}
