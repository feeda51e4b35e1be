internal import MCPCore

extension MappedUpstream {
    /// Pages of one history that are read; what is behind them is said to be there.
    private static let historyPages = 10

    /// The entries of a history from the oldest, numbered in that order.
    struct Entries {
        var items: [JSONObject] = []
        /// There are more than can be read.
        var isCut = false
    }

    func entries(of reference: String, _ request: Request) async throws(APIError) -> Entries {
        var entries = Entries()
        var list = mapping.history.list
        list.path = Self.filled(list.path, reference)
        var cursor: String?
        for _ in 0..<Self.historyPages {
            let page = try await self.page(list, list.pairs, limit: 100, cursor: cursor, request) { item, root in
                Shape.object(mapping.history.entry, item, root, zone) ?? [:]
            }
            for item in page.items { entries.items.append(Self.entry(item.object ?? [:], number: entries.items.count + 1)) }
            cursor = page.next
            entries.isCut = page.isCut
            if cursor == nil { return entries }
        }
        entries.isCut = true
        return entries
    }

    /// They know text, or changes, or both; what that makes of an entry is ours to say.
    private static func entry(_ object: JSONObject, number: Int) -> JSONObject {
        var entry = object
        let changes = object["changes"]?.array ?? []
        entry["seq"] = .integer(Int64(number))
        if entry["kind"] == nil {
            let isStatus = changes.contains { $0["field"] == "status" }
            entry["kind"] =
                object["body"]?.string?.isEmpty == false
                ? "comment" : changes.isEmpty ? "system" : isStatus ? "status_change" : "field_change"
        }
        if entry["visibility"] == nil { entry["visibility"] = "internal" }
        if entry["body"] == nil { entry["body"] = "" }
        return entry
    }

    func history(of reference: String, _ query: APIQuery, _ request: Request) async throws(APIError) -> JSON {
        var question = Question(query)
        let limit = question.take("limit").first.flatMap { Int($0) } ?? 10
        let isDescending = question.take("order").first != "asc"
        let name = "history/\(reference)/\(isDescending)"
        let last = try question.take("cursor").first.map { cursor throws(APIError) in try MappedCursor(cursor, of: name).position }
        let entries = try await entries(of: reference, request)
        // The number of the last entry that was shown: entries that come in between move nothing.
        let start = last.flatMap { Int($0) }
        let rest = (isDescending ? entries.items.reversed() : entries.items).filter { entry in
            guard let start, let number = entry["seq"]?.integer else { return true }
            return isDescending ? number < start : number > start
        }
        let shown = Array(rest.prefix(limit))
        let next = rest.count > shown.count ? shown.last?["seq"]?.scalarText : nil
        let page = Page(
            items: shown.map { .object($0) }, total: nil, next: next.map { MappedCursor(position: $0).text(for: name) },
            isCut: next == nil && entries.isCut,
            notes: entries.isCut ? ["The oldest \(entries.items.count) entries alone can be read of this history."] : [])
        return .object(page.json(withTotal: false))
    }

    func add(
        _ members: JSONObject, to reference: String, _ options: WriteOptions, _ request: Request
    ) async throws(APIError) -> JSON {
        let addition = mapping.history.addition
        let kind = members["kind"]?.string ?? EntryKind.comment.rawValue
        var asked = members
        asked["kind"] = nil
        let isReply = kind == EntryKind.reply.rawValue
        let visibility = members["visibility"]?.string ?? (isReply ? EntryVisibility.public : .internal).rawValue
        asked["visibility"] = .string(visibility)
        var notes = notes(on: options, addition)
        if kind != EntryKind.comment.rawValue {
            notes.append("\(system) keeps no kinds of entries: this one is a comment there, \(visibility).")
        }
        let before = try await ticket(reference, request)
        try refuseStatus(members["status_id"], of: before)
        let body = try addition.body(of: asked, system, zone)
        if options.isDryRun {
            let count = try await entries(of: reference, request).items.count
            let draft: JSON = [
                "seq": .integer(Int64(count + 1)), "kind": "comment", "visibility": .string(visibility), "body": members["body"] ?? "",
                "occurred_at": .string(Moment(milliseconds: WallClock.milliseconds).text),
            ]
            let preview: JSONObject = ["dry_run": true, "would_add": draft, "ticket_version": .integer(Int64(before.version ?? 0))]
            return .object(preview.noting(notes + [dryRunNote]))
        }
        _ = try await send(addition, before.id, body, options, request)
        return try await afterwards { () async throws(APIError) in
            let text = members["body"]?.string.map(Self.trimmed)
            let entries = try await entries(of: reference, request).items
            let own = entries.last { $0["body"]?.string.map(Self.trimmed) == text } ?? entries.last
            guard let own else { throw .badResponse("The history is empty after something was added to it.") }
            let after = try await ticket(reference, request)
            let added: JSONObject = [
                "history_id": own["id"] ?? own["seq"] ?? 0, "seq": own["seq"] ?? 0, "ticket_version": .integer(Int64(after.version ?? 0)),
                "history": .object(own),
                // Whoever is told of changes is told of this one too.
                "ticket": .object(after.json),
            ]
            var kept = JSONObject()
            kept["status_id"] = members["status_id"]
            return .object(added.noting(notes + untaken(kept, after)))
        }
    }

    /// The same, where a change has been made already: whatever fails now leaves it made.
    func afterwards<Value>(_ work: () async throws(APIError) -> Value) async throws(APIError) -> Value {
        do throws(APIError) {
            return try await work()
        } catch {
            var error = error
            error.isOutcomeUnknown = true
            throw error
        }
    }

    var dryRunNote: String { "\(system) has no dry runs: this was checked here alone, and \(system) may still refuse it." }

    private static func trimmed(_ text: String) -> Substring {
        var text = text[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return text.drop { $0.isWhitespace }
    }
}
