internal import MCPCore

extension MappedUpstream {
    func create(_ members: JSONObject, _ options: WriteOptions, _ request: Request) async throws(APIError) -> JSON {
        let notes = notes(on: options, mapping.creation)
        let body = try mapping.creation.body(of: members, system, zone)
        if options.isDryRun {
            var preview = JSONObject()
            for member in members.members where member.key != "description" {
                preview[member.key.hasSuffix("_id") ? String(member.key.dropLast(3)) : member.key] = member.value
            }
            let answer: JSONObject = ["dry_run": true, "would_create": .object(preview)]
            return .object(answer.noting(notes + [dryRunNote]))
        }
        let response = try await send(mapping.creation, nil, body, options, request)
        return try await afterwards { () async throws(APIError) in
            guard let id = response[mapping.creation.item]?["id"]?.scalarText else {
                throw .badResponse("It does not say which ticket was made.")
            }
            // Read anew: what they send back is without names, in some systems.
            let made = try await ticket(id, request)
            return .object(made.json.noting(notes + untaken(members, made)))
        }
    }

    func change(
        _ reference: String, _ members: JSONObject, _ version: VersionMatch?, _ options: WriteOptions, _ request: Request
    ) async throws(APIError) -> JSON {
        let before = try await ticket(reference, request)
        if case .exactly(let expected)? = version, before.version != expected { throw try await conflict(before, expected, request) }
        try refuseStatus(members["status_id"], of: before)
        let asked = try wholeTags(members, before)
        // The time that the caller knows; for whoever overwrites, the latest.
        let body = try mapping.change.body(of: asked, system, zone, stamped: before.stamp)
        var notes = notes(on: options, mapping.change)
        if options.isDryRun {
            let changes = asked.members.filter { $0.key != "comment" && !holds($0, before.json) }.map { member -> JSON in
                let name = Self.shownName(member.key)
                return ["field": .string(name), "from": Self.shown(before.json[name]) ?? .null, "to": member.value]
            }
            let preview: JSONObject = [
                "ticket": .object(before.json), "changes": .array(changes), "version": .integer(Int64(before.version ?? 0)),
                "dry_run": true,
            ]
            return .object(preview.noting(notes + [dryRunNote]))
        }
        if mapping.change.stamp == nil, version != .any {
            notes.append(
                "\(system) has no versions: the ticket was read again just before, and a change in that moment would be overwritten.")
        }
        do throws(APIError) {
            _ = try await send(mapping.change, before.id, body, options, request)
        } catch  where error.code == .conflict {
            let current = try await ticket(reference, request)
            throw try await conflict(current, before.version ?? 0, request)
        } catch {
            throw error
        }
        return try await afterwards { () async throws(APIError) in
            let after = try await ticket(reference, request)
            let answer: JSONObject = [
                "ticket": .object(after.json), "changes": .array(Self.changes(before.json, after.json)),
                "version": .integer(Int64(after.version ?? 0)),
            ]
            return .object(answer.noting(notes + untaken(asked, after)))
        }
    }

    /// Refuses a status that may not follow, where they say which may.
    func refuseStatus(_ status: JSON?, of ticket: MappedTicket) throws(APIError) {
        guard let status, !status.isNull, let next = ticket.json["allowed_next"]?.array, ticket.json["status"]?["id"] != status,
            !next.contains(where: { $0["id"] == status })
        else { return }
        let current = ticket.json["status"]?["key"]?.string ?? "this one"
        throw .invalid(
            "status", "may not follow \(current.oneLine(60)).", allowed: next.compactMap { ($0["key"] ?? $0["name"])?.string?.oneLine(60) })
    }

    /// Tags that come and go as the whole list, which is all that they take.
    private func wholeTags(_ members: JSONObject, _ ticket: MappedTicket) throws(APIError) -> JSONObject {
        guard members["add_tags"] != nil || members["remove_tags"] != nil else { return members }
        var asked = members
        var tags = (ticket.json["tags"]?.array ?? []).compactMap(\.string)
        let gone = (members["remove_tags"]?.array ?? []).compactMap(\.string)
        tags.removeAll { gone.contains($0) }
        for tag in (members["add_tags"]?.array ?? []).compactMap(\.string) where !tags.contains(tag) { tags.append(tag) }
        asked["add_tags"] = nil
        asked["remove_tags"] = nil
        asked["tags"] = .array(tags.map { .string($0) })
        return asked
    }

    /// What was asked for and is not there afterwards: some systems leave out in silence what a workflow or a right forbids.
    func untaken(_ members: JSONObject, _ ticket: MappedTicket) -> [String] {
        func words(_ value: JSON?) -> String { (value.flatMap { $0.scalarText ?? $0.text } ?? "nothing").oneLine(100) }
        return members.members.filter { !["comment", "description", "body"].contains($0.key) && !holds($0, ticket.json) }.map { member in
            let value = words(Self.shown(ticket.json[Self.shownName(member.key)]))
            return "\(FieldProblem.toolName(of: member.key)) is \(value) now, not \(words(member.value)): \(system) did not take it."
        }
    }

    private func holds(_ member: JSONObject.Member, _ ticket: JSONObject) -> Bool {
        let value = ticket[Self.shownName(member.key)]
        if member.value.isNull { return value == nil || value?.isNull == true }
        switch member.key {
        case "requester_name": return ticket["requester"]?["name"] == member.value
        case "requester_contact": return true
        case "tags":
            let tags = { (json: JSON?) in Set((json?.array ?? []).compactMap { $0.string?.folded }) }
            return tags(value) == tags(member.value)
        case "due_at": return value?.string.flatMap { Moment($0) } == member.value.string.flatMap { Moment($0) }
        case _ where member.key.hasSuffix("_id"): return value?["id"] == member.value
        default: return value == member.value
        }
    }

    /// A conflict with all that merging takes.
    private func conflict(_ current: MappedTicket, _ expected: Int, _ request: Request) async throws(APIError) -> APIError {
        var error = APIError(.conflict, "Somebody else changed the ticket.")
        error.currentVersion = current.version
        error.hasTimeVersions = true
        error.current = try Ticket(Node(.object(current.json), "current"))
        for entry in try await entries(of: current.id, request).items {
            guard let at = entry["occurred_at"]?.string, let moment = Moment(at), moment.milliseconds / 1_000 > Int64(expected) else {
                continue
            }
            let by = entry["author"]?["name"]?.string
            for change in entry["changes"]?.array ?? [] {
                error.changedSince.append(
                    VersionChange(
                        field: change["field"]?.string ?? "", from: change["from"]?.scalarText, to: change["to"]?.scalarText, at: at, by: by
                    ))
            }
            if let body = entry["body"]?.string, !body.isEmpty {
                error.changedSince.append(VersionChange(field: "comment", from: nil, to: body, at: at, by: by))
            }
        }
        return error
    }

    private static let compared = [
        "title", "description", "status", "priority", "category", "category_detail", "request_channel", "account", "requester", "assignee",
        "due_at", "tags",
    ]

    private static func changes(_ before: JSONObject, _ after: JSONObject) -> [JSON] {
        compared.compactMap { name -> JSON? in
            let (old, new) = (shown(before[name]), shown(after[name]))
            guard old != new else { return .none }
            return ["field": .string(name), "from": old ?? .null, "to": new ?? .null]
        }
    }

    /// `status_id` is about `status`.
    private static func shownName(_ member: String) -> String {
        member == "requester_name" || member == "requester_contact"
            ? "requester" : member.hasSuffix("_id") ? String(member.dropLast(3)) : member
    }

    /// In words for people.
    private static func shown(_ value: JSON?) -> JSON? {
        guard let value, !value.isNull else { return nil }
        return value["key"] ?? value["name"] ?? value
    }
}
