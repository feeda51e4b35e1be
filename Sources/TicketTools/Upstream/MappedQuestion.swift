internal import MCPCore

extension MappedUpstream {
    /// What a list is asked for, by our names.
    struct Question {
        var values: [String: [String]] = [:]

        private static let ranges = ["created", "updated", "due"]

        init(_ query: APIQuery) {
            for item in query.items { values[item.name, default: []].append(item.value) }
        }

        mutating func take(_ name: String) -> [String] { values.removeValue(forKey: name) ?? [] }

        /// The filters by the names that mappings have for them: both ends of a range are one.
        var filters: [String] {
            let names = values.keys.map { name in
                Self.ranges.first { name == "\($0)_from" || name == "\($0)_to" } ?? name
            }
            return Set(names).sorted()
        }

        /// The query of theirs.
        func say(to list: ListMapping, _ system: String, _ zone: ZoneOffset) throws(APIError) -> (query: APIQuery, notes: [String]) {
            var query = APIQuery()
            var terms: [String] = []
            var notes: [String] = []
            for name in filters {
                guard let filter = list.filters[name] else { throw .invalid(name, "\(system) cannot filter by this; leave it out.") }
                let said =
                    Self.ranges.contains(name)
                    ? try filter.say(from: moment("\(name)_from"), before: moment("\(name)_to"), name, system, zone)
                    : try filter.say(values[name] ?? [], name, system, zone)
                if let parameter = filter.parameter { query.add(parameter, said) } else { terms += said }
                if let note = filter.note { notes.append(note) }
            }
            if let search = list.search {
                query.add(search.parameter, ([search.prefix] + terms).filter { !$0.isEmpty }.joined(separator: " "))
            }
            for name in filters {
                for (parameter, value) in list.filters[name]?.also ?? [] {
                    guard !query.items.contains(where: { $0.name == parameter }) else {
                        throw .invalid(name, "cannot go with another filter by \(parameter) in \(system).")
                    }
                    query.add(parameter, value)
                }
            }
            // What is always asked, unless a filter says it.
            for (name, value) in list.query where !query.items.contains(where: { $0.name == name }) { query.add(name, value) }
            return (query, notes)
        }

        private func moment(_ name: String) -> Moment? { values[name]?.first.flatMap { Moment($0) } }
    }

    /// A page of a list of theirs.
    struct Page {
        var items: [JSON]
        var total: Int?
        let next: String?
        /// They have more, and no way to it.
        let isCut: Bool
        var notes: [String]

        func json(withTotal: Bool) -> JSONObject {
            var page: JSONObject = ["returned": .integer(Int64(items.count)), "has_more": .bool(next != nil || isCut)]
            if withTotal { page["total"] = total.map { .integer(Int64($0)) } }
            page["next_cursor"] = next.map { .string($0) }
            if isCut { page["is_cut"] = true }
            let list: JSONObject = ["items": .array(items), "page": .object(page)]
            return list.noting(notes)
        }
    }

    func page(
        _ list: ListMapping, _ query: APIQuery, limit: Int, cursor: String?, _ request: Request,
        _ decode: (JSON, JSON) throws(APIError) -> JSON
    ) async throws(APIError) -> Page {
        guard let paging = list.paging else {
            let body = try await read(list.path, query, request)
            let items = try Self.items(body, list, decode)
            return Page(items: items, total: items.count, next: nil, isCut: false, notes: [])
        }
        let limit = min(limit, paging.largest)
        // Pages that are counted are only the same with the same limit.
        let question = list.path + query.encoded + (paging.style == .page ? "#\(limit)" : "")
        let position = try cursor.map { cursor throws(APIError) in try MappedCursor(cursor, of: question).position }
        var asked = query
        asked.add(paging.limit, limit)
        if let position { asked.add(paging.position, position) } else if paging.style == .offset { asked.add(paging.position, 0) }
        let body = try await read(list.path, asked, request)
        let items = try Self.items(body, list, decode)
        let next = paging.next(after: position, limit, body[list.items]?.array?.count ?? 0, in: body)
        let isCut = next.map { paging.isOutOfReach($0, limit) } ?? false
        var notes: [String] = []
        if isCut, let reach = paging.reach { notes.append("\(system) lists the first \(reach) alone; narrow the filters for the rest.") }
        if paging.style != .cursor, next != nil || position != nil {
            notes.append("\(system) counts its pages: what changes meanwhile may be missed or seen twice.")
        }
        return Page(
            items: items, total: paging.total.flatMap { body[$0]?.integer }.flatMap { Int(exactly: $0) },
            next: isCut ? nil : next.map { MappedCursor(position: $0).text(for: question) }, isCut: isCut, notes: notes)
    }

    private static func items(
        _ body: JSON, _ list: ListMapping, _ decode: (JSON, JSON) throws(APIError) -> JSON
    ) throws(APIError) -> [JSON] {
        guard let items = body[list.items]?.array else { throw .badResponse("It has no list \(list.items.joined(separator: ".")).") }
        var decoded: [JSON] = []
        for item in items { decoded.append(try decode(item, body)) }
        return decoded
    }
}
