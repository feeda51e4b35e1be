internal import MCPCore
internal import Synchronization

/// Redmine's REST API as far as the tools need it: issues with journals, statuses, trackers, users, projects, offsets.
enum RedmineStandIn {
    struct State: Sendable {
        var issues: [Int: JSONObject] = [:]
        var journals: [Int: [JSON]] = [:]
        var clock = StandInClock()
        var lastJournal = 100
    }

    static let statuses: [(Int, String, Bool)] = [
        (1, "New", false), (2, "In Progress", false), (3, "Resolved", false), (4, "Feedback", false), (5, "Closed", true),
        (6, "Rejected", true),
    ]
    static let trackers = [1: "Bug", 2: "Feature", 3: "Support"]
    static let priorities = [1: "Low", 2: "Normal", 3: "High", 4: "Urgent", 5: "Immediate"]
    static let users = [1: ("Redmine", "Admin"), 2: ("花子", "山田"), 3: ("John", "Smith")]
    static let projects = [1: "Help desk", 2: "アクメ社"]
    /// Which status may follow which; Redmine leaves out others in silence.
    static let next = [1: [1, 2, 6], 2: [2, 3, 4], 3: [3, 5, 2], 4: [4, 2], 5: [5], 6: [6]]

    /// What Redmine keeps.
    final class Desk: Sendable {
        let state = Mutex(State())

        init(issues: Int) {
            state.withLock { state in
                for id in 1...issues {
                    let time = JSON.string(state.clock.tick())
                    state.issues[id] = [
                        "id": .integer(Int64(id)), "project_id": id % 2 == 0 ? 2 : 1, "tracker_id": 3, "status_id": id % 5 == 0 ? 5 : 1,
                        "priority_id": .integer(Int64(id % 4 + 1)), "subject": .string("プリンター \(id)"), "description": "印刷できない",
                        "author_id": 3,
                        "assigned_to_id": id % 3 == 0 ? 2 : .null, "created_on": time, "updated_on": time,
                    ]
                }
            }
        }
    }

    static func start(issues: Int) throws -> (desk: Desk, server: StandIn) {
        let desk = Desk(issues: issues)
        return (desk, try StandIn { call throws(StandIn.Fault) in try desk.answer(call) })
    }
}

extension RedmineStandIn.Desk {
    fileprivate typealias Reply = StandIn.Reply
    fileprivate typealias Fault = StandIn.Fault

    fileprivate func answer(_ call: StandIn.Call) throws(StandIn.Fault) -> StandIn.Reply {
        guard call.headers.header("x-redmine-api-key") == "canary-key" else { return Reply(status: 401, body: nil) }
        guard call.headers.header("x-api-key") == nil, call.headers.header("if-match") == nil, call.headers.header("idempotency-key") == nil
        else {
            throw Fault("a header of another API")
        }
        switch (call.method, call.path.count, call.path.first, call.path.last) {
        case ("GET", 1, "issues.json", _): return try list(call)
        case ("POST", 1, "issues.json", _): return try create(call)
        case ("GET", 2, "issues", let id?): return try show(call, id)
        case ("PUT", 2, "issues", let id?): return try update(call, id)
        case ("GET", 2, "users", "current.json"): return .ok(["user": user(1)])
        case ("GET", 2, "users", let id?):
            guard let id = Self.id(id), RedmineStandIn.users[id] != nil else { return Reply(status: 404, body: nil) }
            return .ok(["user": user(id)])
        case ("GET", 1, "users.json", _):
            try call.check("limit", "offset", "name", "status", "group_id")
            let found = RedmineStandIn.users.keys.sorted().filter { id in
                let name = "\(RedmineStandIn.users[id]?.0 ?? "") \(RedmineStandIn.users[id]?.1 ?? "")"
                return call.value("name").map { name.lowercased().contains($0.lowercased()) } ?? true
            }
            return try page(call, "users", found.map { user($0) })
        case ("GET", 1, "projects.json", _):
            try call.check("limit", "offset", "include")
            return try page(call, "projects", RedmineStandIn.projects.keys.sorted().map { project($0) })
        case ("GET", 1, "trackers.json", _):
            try call.check()
            return .ok(["trackers": .array(RedmineStandIn.trackers.sorted { $0.key < $1.key }.map { named($0.key, $0.value) })])
        case ("GET", 1, "issue_statuses.json", _):
            try call.check()
            return .ok(["issue_statuses": .array(RedmineStandIn.statuses.map { status($0.0) })])
        case ("GET", 3, "projects", "issue_categories.json"):
            try call.check()
            return .ok(["issue_categories": [["id": 7, "project": ["id": 1, "name": "Help desk"], "name": "Printer"]], "total_count": 1])
        default: throw Fault("no such path")
        }
    }

    private static func id(_ segment: String) -> Int? { segment.hasSuffix(".json") ? Int(segment.dropLast(5)) : nil }

    private func named(_ id: Int, _ name: String) -> JSON { ["id": .integer(Int64(id)), "name": .string(name)] }

    private func status(_ id: Int) -> JSON {
        guard let status = RedmineStandIn.statuses.first(where: { $0.0 == id }) else { return .null }
        return ["id": .integer(Int64(id)), "name": .string(status.1), "is_closed": .bool(status.2)]
    }

    private func project(_ id: Int) -> JSON {
        ["id": .integer(Int64(id)), "name": .string(RedmineStandIn.projects[id] ?? ""), "identifier": .string("p\(id)"), "status": 1]
    }

    private func user(_ id: Int) -> JSON {
        let name = RedmineStandIn.users[id] ?? ("", "")
        return [
            "id": .integer(Int64(id)), "login": .string("u\(id)"), "admin": .bool(id == 1), "firstname": .string(name.0),
            "lastname": .string(name.1), "mail": .string("u\(id)@example.com"), "status": 1,
        ]
    }

    private func page(_ call: StandIn.Call, _ name: String, _ items: [JSON]) throws(StandIn.Fault) -> StandIn.Reply {
        let (limit, offset) = (try call.number("limit", 25, 1...100), try call.number("offset", 0, 0...100_000))
        var body: JSONObject = [
            "total_count": .integer(Int64(items.count)), "offset": .integer(Int64(offset)), "limit": .integer(Int64(limit)),
        ]
        body[name] = .array(Array(items.dropFirst(offset).prefix(limit)))
        return .ok(.object(body))
    }

    private func json(_ issue: JSONObject, withStatuses: Bool, journals: [JSON]?) -> JSON {
        func number(_ name: String) -> Int? { issue[name]?.integer.map { Int($0) } }
        var json: JSONObject = ["id": issue["id"] ?? .null]
        json["project"] = number("project_id").map { named($0, RedmineStandIn.projects[$0] ?? "") }
        json["tracker"] = number("tracker_id").map { named($0, RedmineStandIn.trackers[$0] ?? "") }
        json["status"] = number("status_id").map { status($0) }
        json["priority"] = number("priority_id").map { named($0, RedmineStandIn.priorities[$0] ?? "") }
        json["author"] = number("author_id").map { named($0, "John Smith") }
        json["assigned_to"] = number("assigned_to_id").map {
            named($0, "\(RedmineStandIn.users[$0]?.1 ?? "") \(RedmineStandIn.users[$0]?.0 ?? "")")
        }
        json["category"] = number("category_id").map { named($0, "Printer") }
        for name in ["subject", "description", "created_on", "updated_on"] { json[name] = issue[name] ?? "" }
        json["start_date"] = .null
        json["due_date"] = issue["due_date"] ?? .null
        json["done_ratio"] = 0
        json["closed_on"] = .null
        if withStatuses, let current = number("status_id") {
            json["allowed_statuses"] = .array((RedmineStandIn.next[current] ?? []).map { status($0) })
        }
        if let journals { json["journals"] = .array(journals) }
        return .object(json)
    }

    private func list(_ call: StandIn.Call) throws(StandIn.Fault) -> StandIn.Reply {
        try call.check(
            "limit", "offset", "sort", "status_id", "tracker_id", "priority_id", "assigned_to_id", "author_id", "project_id", "category_id",
            "subject", "created_on", "updated_on", "due_date", "issue_id")
        let issues = state.withLock { Array($0.issues.values) }
        var found: [JSONObject] = []
        for issue in issues where try fits(issue, call) { found.append(issue) }
        let sort = (call.value("sort") ?? "id:desc").split(separator: ":").map(String.init)
        let known = ["updated_on", "created_on", "due_date", "priority", "id"]
        guard sort.count == 2, known.contains(sort[0]), ["asc", "desc"].contains(sort[1]) else { throw Fault("sort is \(sort)") }
        let member = sort[0] == "priority" ? "priority_id" : sort[0]
        found.sort { left, right in
            func key(_ issue: JSONObject) -> (String, Int64) {
                (issue[member]?.string ?? "", (issue[member]?.integer ?? 0) * 1_000 + (issue["id"]?.integer ?? 0))
            }
            return sort[1] == "asc" ? key(left) < key(right) : key(left) > key(right)
        }
        return try page(call, "issues", found.map { json($0, withStatuses: false, journals: nil) })
    }

    private func fits(_ issue: JSONObject, _ call: StandIn.Call) throws(StandIn.Fault) -> Bool {
        for item in call.query {
            switch item.name {
            case "limit", "offset", "sort": continue
            case "status_id" where item.value == "*": continue
            case "status_id" where item.value == "open": if [5, 6].contains(issue["status_id"]?.integer) { return false }
            case "assigned_to_id" where item.value == "!*": if issue["assigned_to_id"]?.isNull == false { return false }
            case "assigned_to_id" where item.value == "me": if issue["assigned_to_id"] != 1 { return false }
            case "subject":
                guard item.value.hasPrefix("~"), !item.value.contains("|") else { throw Fault("subject is \(item.value)") }
                if issue["subject"]?.string?.lowercased().contains(item.value.dropFirst().lowercased()) != true { return false }
            case "created_on", "updated_on", "due_date":
                if item.value == "<t-1" { return false }
                let value = issue[item.name]?.string ?? ""
                if item.value.hasPrefix("><") {
                    let ends = item.value.dropFirst(2).split(separator: "|").map(String.init)
                    guard ends.count == 2 else { throw Fault("\(item.name) is \(item.value)") }
                    if value < ends[0] || value > ends[1] { return false }
                } else if item.value.hasPrefix(">=") {
                    if value < item.value.dropFirst(2) { return false }
                } else if item.value.hasPrefix("<=") {
                    if value > item.value.dropFirst(2) { return false }
                } else {
                    throw Fault("\(item.name) is \(item.value)")
                }
            default:
                let ids = item.value.split(separator: "|").compactMap { Int64($0) }
                guard !ids.isEmpty, ids.count == item.value.split(separator: "|").count else {
                    throw Fault("\(item.name) is \(item.value)")
                }
                if !ids.contains(issue[item.name]?.integer ?? -1) { return false }
            }
        }
        return true
    }

    private func show(_ call: StandIn.Call, _ segment: String) throws(StandIn.Fault) -> StandIn.Reply {
        try call.check("include")
        let parts = call.value("include")?.split(separator: ",").map(String.init) ?? []
        guard parts.allSatisfy({ ["journals", "allowed_statuses", "children", "attachments"].contains($0) }) else {
            throw Fault("include is \(parts)")
        }
        guard let id = Self.id(segment),
            let (issue, journals) = state.withLock({ state in state.issues[id].map { ($0, state.journals[id] ?? []) } })
        else { return Reply(status: 404, body: nil) }
        return .ok([
            "issue": json(issue, withStatuses: parts.contains("allowed_statuses"), journals: parts.contains("journals") ? journals : nil)
        ])
    }

    private static let writable: Set = [
        "project_id", "tracker_id", "status_id", "priority_id", "subject", "description", "category_id", "assigned_to_id", "due_date",
    ]

    private func create(_ call: StandIn.Call) throws(StandIn.Fault) -> StandIn.Reply {
        try call.check()
        let asked = try call.object("issue", Self.writable)
        guard asked["subject"]?.string?.isEmpty == false else { return Reply(status: 422, body: ["errors": ["Subject cannot be blank"]]) }
        guard asked["project_id"]?.integer.flatMap({ RedmineStandIn.projects[Int($0)] }) != nil else {
            return Reply(status: 422, body: ["errors": ["Project is invalid"]])
        }
        return state.withLock { state in
            let id = (state.issues.keys.max() ?? 0) + 1
            let time = JSON.string(state.clock.tick())
            var issue: JSONObject = [
                "id": .integer(Int64(id)), "status_id": 1, "tracker_id": 1, "author_id": 1, "created_on": time, "updated_on": time,
            ]
            for member in asked.members { issue[member.key] = member.value }
            state.issues[id] = issue
            return Reply(status: 201, body: ["issue": json(issue, withStatuses: false, journals: nil)])
        }
    }

    private func update(_ call: StandIn.Call, _ segment: String) throws(StandIn.Fault) -> StandIn.Reply {
        try call.check()
        let asked = try call.object("issue", Self.writable.union(["notes", "private_notes"]))
        guard let id = Self.id(segment) else { throw Fault("no id") }
        return state.withLock { state in
            guard var issue = state.issues[id] else { return Reply(status: 404, body: nil) }
            var details: [JSON] = []
            for member in asked.members where member.key != "notes" && member.key != "private_notes" {
                if member.key == "status_id",
                    !(RedmineStandIn.next[Int(issue["status_id"]?.integer ?? 0)] ?? []).contains(Int(member.value.integer ?? 0))
                {
                    continue
                }
                let old = issue[member.key] ?? .null
                guard old != member.value else { continue }
                details.append([
                    "property": "attr", "name": .string(member.key), "old_value": old.isNull ? .null : .string(old.string ?? old.text),
                    "new_value": member.value.isNull ? .null : .string(member.value.string ?? member.value.text),
                ])
                issue[member.key] = member.value
            }
            guard !details.isEmpty || asked["notes"] != nil else { return Reply(status: 204, body: nil) }
            let time = JSON.string(state.clock.tick())
            issue["updated_on"] = time
            state.issues[id] = issue
            state.lastJournal += 1
            state.journals[id, default: []].append([
                "id": .integer(Int64(state.lastJournal)), "user": ["id": 1, "name": "Redmine Admin"], "notes": asked["notes"] ?? "",
                "created_on": time, "private_notes": asked["private_notes"] ?? false, "details": .array(details),
            ])
            return Reply(status: 204, body: nil)
        }
    }
}
