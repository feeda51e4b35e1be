internal import MCPCore

extension MappedUpstream {
    /// Elements that are asked for by their ids in one call.
    private static let idLimit = 20
    /// Pages of a list that is read as a whole.
    private static let pageLimit = 50

    func directory(_ name: DirectoryName, _ query: APIQuery, _ request: Request) async throws(APIError) -> JSON {
        guard let directory = mapping.directories[name] else { throw APIError(.unsupported, "\(system) has no \(name.rawValue).") }
        switch directory.source {
        case .unsupported(let reason): throw APIError(.unsupported, reason)
        case .fixed(let items):
            if name == .me { return items.first ?? .null }
            return Self.whole(items.filter { Self.fits($0, Question(query).values) })
        case .list(let list):
            if name == .me { return try await me(list, directory.shape, request) }
            if name == .users || name == .accounts { return try await paged(list, directory.shape, Question(query), request) }
            return Self.whole(try await all(list, directory.shape, request))
        }
    }

    private func me(_ list: ListMapping, _ shape: [Shape.Member], _ request: Request) async throws(APIError) -> JSON {
        let body = try await read(list.path, list.pairs, request)
        guard let item = body[list.items], case .object(var object)? = Shape.object(shape, item, body, zone) else {
            throw .badResponse("It has no \(list.items.joined(separator: ".")).")
        }
        object["is_me"] = true
        return .object(object)
    }

    /// The elements of a list that is short.
    private func all(_ list: ListMapping, _ shape: [Shape.Member], _ request: Request) async throws(APIError) -> [JSON] {
        var items: [JSON] = []
        var cursor: String?
        for _ in 0..<Self.pageLimit {
            let page = try await self.page(list, list.pairs, limit: 100, cursor: cursor, request) { item, root in
                Shape.object(shape, item, root, zone) ?? .null
            }
            items += page.items
            cursor = page.next
            if cursor == nil { return items }
        }
        throw .badResponse("The list \(list.path) does not end.")
    }

    /// A page of people or companies. What they cannot filter by is filtered here, page by page: a page may hold less then, and is not the
    /// last for that.
    private func paged(
        _ list: ListMapping, _ shape: [Shape.Member], _ question: Question, _ request: Request
    ) async throws(APIError) -> JSON {
        var question = question
        let ids = question.take("id")
        let limit = question.take("limit").first.flatMap { Int($0) } ?? 50
        let cursor = question.take("cursor").first
        if !ids.isEmpty { return try await self.one(list, shape, ids, question.values, request) }
        let own = question.values.filter { list.filters[$0.key] == nil }
        question.values = question.values.filter { list.filters[$0.key] != nil }
        let said = try question.say(to: list, system, zone)
        var page = try await self.page(list, said.query, limit: limit, cursor: cursor, request) { item, root in
            Shape.object(shape, item, root, zone) ?? .null
        }
        if !own.isEmpty {
            page.items = page.items.filter { Self.fits($0, own) }
            page.total = nil
        }
        return .object(page.json(withTotal: own.isEmpty).noting(said.notes))
    }

    private func one(
        _ list: ListMapping, _ shape: [Shape.Member], _ ids: [String], _ filters: [String: [String]], _ request: Request
    ) async throws(APIError) -> JSON {
        guard let one = list.one else { throw .invalid("ids", "\(system) finds nothing by its id here.") }
        guard ids.count <= Self.idLimit else {
            throw .invalid("ids", "at most \(Self.idLimit) at once here: \(system) reads them one by one.")
        }
        var items: [JSON] = []
        for id in ids {
            do throws(APIError) {
                let body = try await read(Self.filled(one.path, id), [:], request)
                if let item = body[one.item], let json = Shape.object(shape, item, body, zone) { items.append(json) }
            } catch  where error.code == .notFound {
                continue
            } catch {
                throw error
            }
        }
        return Self.whole(items.filter { Self.fits($0, filters) })
    }

    private static func whole(_ items: [JSON]) -> JSON {
        let count = JSON.integer(Int64(items.count))
        return ["items": .array(items), "page": ["returned": count, "total": count, "has_more": false]]
    }

    /// Our filters over our words.
    private static func fits(_ item: JSON, _ filters: [String: [String]]) -> Bool {
        filters.allSatisfy { name, values in
            guard let value = values.first else { return true }
            switch name {
            case "query":
                let needle = value.folded
                return ["name", "kana", "name_kana", "email", "code"].contains { item[$0]?.string?.folded.contains(needle) == true }
            case "active": return (item["active"]?.bool ?? true) == (value == "true")
            case "limit", "cursor": return true
            default: return item[name]?.scalarText.map { $0.folded == value.folded } ?? false
            }
        }
    }
}

extension ListMapping {
    /// What is always asked.
    var pairs: APIQuery {
        var pairs = APIQuery()
        for (name, value) in query { pairs.add(name, value) }
        return pairs
    }
}
