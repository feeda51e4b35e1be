internal import MCPCore

/// What the help desk is set up with: statuses, categories, channels, and who the API takes the caller for. Kept for a few minutes.
struct Masters: Sendable {
    private let client: APIClient
    private let statusCache: SharedCache<MasterList<Status>>
    private let categoryCache: SharedCache<MasterList<Category>>
    private let detailCache: SharedCache<MasterList<CategoryDetail>>
    private let channelCache: SharedCache<MasterList<RequestChannel>>
    private let meCache: SharedCache<User>

    init(client: APIClient, limits: TicketLimits, time: any TimeSource) {
        self.client = client
        func cache<Value: Sendable>() -> SharedCache<Value> {
            SharedCache(period: limits.cachePeriod, capacity: limits.cachedTenants, time: time)
        }
        statusCache = cache()
        categoryCache = cache()
        detailCache = cache()
        channelCache = cache()
        meCache = cache()
    }

    func statuses(for principal: Principal) async throws(APIError) -> [Status] {
        try await list(statusCache, "statuses", principal, Status.init)
    }

    func categories(for principal: Principal) async throws(APIError) -> [Category] {
        try await list(categoryCache, "categories", principal, Category.init)
    }

    func categoryDetails(for principal: Principal) async throws(APIError) -> [CategoryDetail] {
        try await list(detailCache, "category-details", principal, CategoryDetail.init)
    }

    func requestChannels(for principal: Principal) async throws(APIError) -> [RequestChannel] {
        try await list(channelCache, "request-channels", principal, RequestChannel.init)
    }

    /// The user that changes are made as.
    func me(for principal: Principal) async throws(APIError) -> User {
        try await meCache.value(for: client.cacheKey(for: principal)) { [client] () async throws(APIError) in
            try User(Node(try await client.get(APIPath("me"), as: principal).body, "me"))
        }
    }

    /// Forgets what has changed, so that it is asked for again; nil for all of it.
    func drop(_ kinds: Set<String>?) {
        func isMeant(_ names: String...) -> Bool { kinds.map { !$0.isDisjoint(with: names) } ?? true }
        if isMeant("statuses") { statusCache.expire() }
        // Categories and their second level are shown together, and so are changed together.
        if isMeant("categories", "category_details") {
            categoryCache.expire()
            detailCache.expire()
        }
        if isMeant("request_channels", "channels") { channelCache.expire() }
        if isMeant("users") { meCache.expire() }
    }

    /// URIs of the resources that show these; nil for all.
    static func resources(of kinds: Set<String>?) -> [String] {
        let all = [
            ("statuses", ["statuses"]), ("categories", ["categories", "category_details"]), ("channels", ["request_channels", "channels"]),
        ]
        return all.filter { kinds?.isDisjoint(with: $0.1) != true }.map { "ticket-meta://\($0.0)" }
    }

    private func list<Element>(
        _ cache: SharedCache<MasterList<Element>>, _ name: String, _ principal: Principal,
        _ decode: @escaping @Sendable (Node) throws(APIError) -> Element
    ) async throws(APIError) -> [Element] {
        try await cache.value(
            for: client.cacheKey(for: principal),
            reload: { [client] (old) async throws(APIError) in try await client.list(name, principal, old, decode) }
        ).elements
    }
}

/// A list, and the tag to ask by whether it is still so.
struct MasterList<Element: Sendable>: Sendable {
    let elements: [Element]
    /// Nil where the API gives none, or where it takes several pages, each with a tag of its own.
    let tag: EntityTag?
}

extension APIClient {
    /// A whole list, whether the API pages it or not; the old one if that is still so.
    fileprivate func list<Element>(
        _ name: String, _ principal: Principal, _ old: MasterList<Element>?, _ decode: (Node) throws(APIError) -> Element
    ) async throws(APIError) -> MasterList<Element> {
        var elements: [Element] = []
        var query = APIQuery()
        for page in 0..<100 {
            let response: APIResponse
            if page == 0, let old, let tag = old.tag {
                guard let changed = try await get(APIPath(name), query, ifNoneMatch: tag, as: principal) else { return old }
                response = changed
            } else {
                response = try await get(APIPath(name), query, as: principal)
            }
            let node = Node(response.body, name)
            elements += try node.items(decode)
            let rest = node.value.array == nil ? try node.optional("page") : nil
            guard let cursor = try PageInfo(rest, returned: 0).nextCursor else {
                return MasterList(elements: elements, tag: page == 0 ? response.entityTag : nil)
            }
            query = ["cursor": cursor]
        }
        throw .badResponse("The list of \(name) does not end.")
    }
}
