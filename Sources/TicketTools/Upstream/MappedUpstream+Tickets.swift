internal import MCPCore

extension MappedUpstream {
    /// A ticket of theirs in our words, and the time of its last change in theirs.
    struct MappedTicket: Sendable {
        let json: JSONObject
        let id: String
        let stamp: String?

        var version: Int? { json["version"]?.integer.flatMap { Int(exactly: $0) } }
    }

    func ticket(_ reference: String, _ request: Request) async throws(APIError) -> MappedTicket {
        var query = APIQuery()
        for (name, value) in mapping.ticket.query { query.add(name, value) }
        let body = try await read(Self.filled(mapping.ticket.path, reference), query, request)
        guard let item = body[mapping.ticket.item] else {
            throw .badResponse("It has no \(mapping.ticket.item.joined(separator: ".")).")
        }
        return try ticket(item, root: body)
    }

    func ticket(_ item: JSON, root: JSON) throws(APIError) -> MappedTicket {
        guard case .object(var object)? = Shape.object(mapping.ticket.shape, item, root, zone), let id = object["id"]?.scalarText else {
            throw .badResponse("A ticket in it has no id.")
        }
        if object["number"] == nil { object["number"] = .string(id) }
        let stamp = object["updated_at"]?.string
        // They count no versions: the second of the last change stands for one.
        guard let moment = stamp.flatMap({ Moment($0) }) else {
            throw .badResponse("Ticket \(id.oneLine(60)) has no time of its last change.")
        }
        object["version"] = .integer(moment.milliseconds / 1_000)
        return MappedTicket(json: object, id: id, stamp: stamp)
    }

    func tickets(_ query: APIQuery, _ request: Request) async throws(APIError) -> JSON {
        var question = Question(query)
        if let ids = question.take("ids").first { return try await several(ids.split(separator: ",").map(String.init), request) }
        // Whoever asks for members reads the tickets one by one instead.
        if !question.take("fields").isEmpty { throw .invalid("fields", "\(system) gives whole tickets.") }
        _ = question.take("include")
        let limit = question.take("limit").first.flatMap { Int($0) } ?? 20
        let cursor = question.take("cursor").first
        let wantsTotal = question.take("include_total").first == "true"
        let sort = question.take("sort").first ?? "updated_at"
        let isDescending = question.take("order").first != "asc"
        if question.take("unassigned").first == "true" {
            guard question.values["assignee_id", default: ["none"]] == ["none"] else {
                throw .invalid("unassigned", "cannot go with assignee_id.")
            }
            question.values["assignee_id"] = ["none"]
        }
        guard try await expandGroups(in: &question, request) else {
            return .object(["items": [], "page": ["returned": 0, "total": 0, "has_more": false]])
        }
        let list = try list(for: question, sort)
        guard let order = list.sort?.say(sort, isDescending: isDescending) ?? (list.sort == nil ? [] : nil) else {
            throw .invalid("sort", "\(system) cannot sort by \(sort) here.", allowed: list.sort?.fields.map(\.key) ?? [])
        }
        var said = try question.say(to: list, system, zone)
        said.query.add(order)
        var notes = said.notes
        if list.sort == nil { notes.append("\(system) gives these tickets in an order of its own.") }
        let page = try await self.page(list, said.query, limit: limit, cursor: cursor, request) { item, root throws(APIError) in
            .object(try ticket(item, root: root).json)
        }
        if wantsTotal, page.total == nil { notes.append("\(system) does not count these tickets.") }
        return .object(page.json(withTotal: wantsTotal).noting(notes))
    }

    /// - Returns: false where no ticket can fit.
    private func expandGroups(in question: inout Question, _ request: Request) async throws(APIError) -> Bool {
        let groups = question.take("status_group")
        guard !groups.isEmpty else { return true }
        let statuses = try await directory(.statuses, [:], request)["items"]?.array ?? []
        let ids = statuses.filter { groups.contains($0["group"]?.string ?? "") }.compactMap { $0["id"]?.scalarText }
        let asked = question.values["status"]
        question.values["status"] = asked.map { $0.filter(ids.contains) } ?? ids
        return question.values["status"]?.isEmpty == false
    }

    private func list(for question: Question, _ sort: String) throws(APIError) -> ListMapping {
        let fitting = mapping.lists.filter { list in question.filters.allSatisfy { list.filters[$0] != nil } }
        if let list = fitting.first(where: { $0.sort?.fields.contains { $0.key == sort } ?? true }) ?? fitting.first { return list }
        guard let widest = mapping.lists.last else { throw APIError(.unsupported, "\(system) lists no tickets here.") }
        throw .invalid(
            question.filters.filter { widest.filters[$0] == nil }.map { FieldProblem($0, "\(system) cannot filter by this; leave it out.") }
        )
    }

    private func several(_ references: [String], _ request: Request) async throws(APIError) -> JSON {
        var items: [JSON] = []
        var missing: [JSON] = []
        for reference in references {
            do throws(APIError) {
                items.append(.object(try await ticket(reference, request).json))
            } catch  where error.code == .notFound {
                missing.append(.string(reference))
            } catch {
                throw error
            }
        }
        return ["items": .array(items), "page": ["returned": .integer(Int64(items.count)), "has_more": false], "missing": .array(missing)]
    }
}

extension APIQuery {
    mutating func add(_ pairs: [(String, String)]) {
        for (name, value) in pairs { add(name, value) }
    }
}
