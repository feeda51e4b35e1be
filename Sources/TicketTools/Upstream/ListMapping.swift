internal import MCPCore

/// A list of theirs: where it is, how it is asked for, how its pages hang together.
struct ListMapping: Sendable {
    struct Paging: Sendable {
        enum Style: String, Sendable, CaseIterable {
            /// Elements to skip.
            case offset
            /// Pages, counted from 1.
            case page
            /// What the page before said.
            case cursor
        }

        let style: Style
        let limit: String
        let position: String
        let total: [String]?
        let next: [String]
        let more: [String]?
        let largest: Int
        /// Elements behind which they give none, however many there are.
        let reach: Int?
    }

    var path: String
    let items: [String]
    let query: [(key: String, value: String)]
    let paging: Paging?
    let filters: [String: FilterMapping]
    let sort: SortMapping?
    /// The parameter that takes the filters' terms, and what is always in it.
    let search: (parameter: String, prefix: String)?
    /// The path of one element, with `{id}`, and where it is in the response.
    let one: (path: String, item: [String])?

    init(_ reader: inout MappingReader, _ enumerations: [String: Enumeration]) throws(ConfigurationError) {
        path = try reader.needed("path")
        items = try reader.text("items")?.memberPath ?? []
        query = try reader.pairs("query")
        if var object = try reader.object("paging") { paging = try Paging(&object) } else { paging = nil }
        if var object = try reader.object("sort") { sort = try SortMapping(&object) } else { sort = nil }
        if var object = try reader.object("search") {
            search = (try object.needed("parameter"), try object.text("prefix") ?? "")
            try object.finish()
        } else {
            search = nil
        }
        if var object = try reader.object("one") {
            one = (try object.needed("path"), try object.text("item")?.memberPath ?? [])
            try object.finish()
        } else {
            one = nil
        }
        var filters: [String: FilterMapping] = [:]
        if var object = try reader.object("filters") {
            for name in object.keys {
                guard let json = object.value(name) else { continue }
                guard Self.filterNames.contains(name) else { throw object.fault(name, "is no filter of ours") }
                let filter = try FilterMapping(json, "\(object.path).\(name)", enumerations)
                guard filter.parameter != nil || search != nil else { throw object.fault(name, "needs parameter, or the list search") }
                filters[name] = filter
            }
        }
        self.filters = filters
    }

    private static let filterNames: Set = [
        "query", "status", "assignee_id", "account_id", "requester_id", "category_id", "category_detail_id", "request_channel_id",
        "priority",
        "tag", "created", "updated", "due", "overdue", "role", "active", "team", "code",
    ]
}

extension ListMapping.Paging {
    init(_ reader: inout MappingReader) throws(ConfigurationError) {
        guard let style = try reader.choice("style", Style.self) else { throw reader.fault("style", "is missing") }
        self.style = style
        limit = try reader.needed("limit")
        position = try reader.needed("position")
        total = try reader.text("total")?.memberPath
        next = try reader.text("next")?.memberPath ?? []
        more = try reader.text("more")?.memberPath
        largest = try reader.number("largest", 1...1_000) ?? 100
        reach = try reader.number("reach", 1...1_000_000)
        if style != .offset, next.isEmpty { throw reader.fault("next", "is missing") }
        if style == .offset, total == nil { throw reader.fault("total", "is missing") }
        try reader.finish()
    }

    /// Where the page behind this one begins; nil behind the last.
    func next(after position: String?, _ limit: Int, _ count: Int, in body: JSON) -> String? {
        switch style {
        case .offset:
            let end = (position.flatMap { Int($0) } ?? 0) + count
            guard count > 0, let total = total.flatMap({ body[$0]?.integer }), total > Int64(end) else { return nil }
            return String(end)
        case .page: return body[next] == nil ? nil : String((position.flatMap { Int($0) } ?? 1) + 1)
        case .cursor:
            if let more, body[more]?.bool != true { return nil }
            return body[next]?.scalarText
        }
    }

    /// Whether a page begins where they give no more.
    func isOutOfReach(_ position: String, _ limit: Int) -> Bool {
        guard let reach, let number = Int(position) else { return false }
        return (style == .page ? number * limit : number + limit) > reach
    }
}
